package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token of a user: what it is good for, and when it no longer is.
class UserTokenTest {
  @TempDir private Path folder;
  private AcmeServer server;

  @BeforeEach
  void start() throws Exception {
    server = new AcmeServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void taken_back_by_its_tenants_back_end_is_good_no_more_and_stays_so_after_a_restart()
      throws Exception {
    server.addAcme();
    var key = server.key("acme");
    var ann = AcmeServer.token("acme", "ann");
    assertThat(revoke(key, "{\"user_id\":\"ann\"}")).isEqualTo(200);
    assertRevoked(ann);
    assertThat(server.sync(AcmeServer.token("acme", "bob"))).isEqualTo(200);
    assertThat(server.sync(AcmeServer.token("default", "ann"))).isEqualTo(200);
    server.restart();
    assertRevoked(ann);
  }

  @Test
  void is_taken_back_by_its_jti_too() throws Exception {
    server.addAcme();
    var key = server.key("acme");
    assertThat(revoke(key, "{\"jti\":\"acme-ann\",\"expires_at\":\"2099-01-01T00:00:00Z\"}"))
        .isEqualTo(200);
    assertRevoked(AcmeServer.token("acme", "ann"));
  }

  @Test
  void is_taken_back_only_with_a_server_key_and_by_one_name() throws Exception {
    server.addAcme();
    var key = server.key("acme");
    assertThat(revoke(AcmeServer.token("acme", "ann"), "{\"user_id\":\"bob\"}")).isEqualTo(401);
    for (var body :
        new String[] {
          "{}",
          "[]",
          "{\"jti\":\"a\",\"user_id\":\"b\"}",
          "{\"jti\":\"\"}",
          "{\"user_id\":\"a\",\"issued_before\":\"soon\"}",
          "{\"user_id\":\"a\",\"issued_before\":\"2999-01-01T00:00:00Z\"}"
        }) {
      assertThat(revoke(key, body)).as(body).isEqualTo(400);
    }
  }

  @Test
  void is_refused_beside_the_name_of_another_user() throws Exception {
    var ann = AcmeServer.token("default", "ann");
    for (var path : new String[] {"/v1/sync", "/v1/conversations", "/api/chat/rooms"}) {
      for (var name : new String[] {"userId", "user_id"}) {
        var honest =
            server.call("GET", path + "?" + name + "=ann", AcmeServer.bearer(ann, Map.of()), null);
        assertThat(honest.statusCode()).as(path).isEqualTo(200);
        var other =
            server.call("GET", path + "?" + name + "=bob", AcmeServer.bearer(ann, Map.of()), null);
        assertThat(other.statusCode()).as(path).isEqualTo(403);
        assertThat(other.body()).contains("user_mismatch");
      }
    }
    var body = "{\"otherUserId\":\"bob\",\"userId\":\"eve\"}";
    assertThat(
            server
                .call("POST", "/api/chat/rooms", AcmeServer.bearer(ann, Map.of()), body)
                .statusCode())
        .isEqualTo(403);
    assertThat(
            server
                .call(
                    "POST",
                    "/api/chat/rooms",
                    AcmeServer.bearer(ann, Map.of()),
                    body.replace("eve", "ann"))
                .statusCode())
        .isEqualTo(201);
  }

  private int revoke(String key, String body) throws Exception {
    return server
        .call("POST", "/v1/tokens/revoke", AcmeServer.bearer(key, Map.of()), body)
        .statusCode();
  }

  private void assertRevoked(String token) throws Exception {
    var answer = server.call("GET", "/v1/sync", AcmeServer.bearer(token, Map.of()), null);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"revoked\"");
  }
}
