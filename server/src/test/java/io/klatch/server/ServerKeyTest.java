package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A key that a tenant's back end acts with.
class ServerKeyTest {
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
  void acts_as_any_user_of_its_tenant_and_as_none_of_another() throws Exception {
    server.addAcme();
    var key = server.key("acme");
    assertThat(server.sync(key, Map.of())).isEqualTo(400);
    assertThat(server.sync(key, Map.of("X-Klatch-User", "ann"))).isEqualTo(200);
    var body = "{\"type\":\"group\",\"member_ids\":[\"bob\"]}";
    var headers =
        AcmeServer.bearer(key, Map.of("X-Klatch-User", "ann", "X-Klatch-Tenant", "default"));
    assertThat(server.call("POST", "/v1/conversations", headers, body).statusCode()).isEqualTo(201);
    assertThat(server.get("/v1/sync", AcmeServer.token("acme", "bob")).get("conversations"))
        .hasSize(1);
    assertThat(server.get("/v1/sync", AcmeServer.token("default", "bob")).get("conversations"))
        .isEmpty();
  }

  @Test
  void is_shown_once_and_kept_as_a_hash() throws Exception {
    server.addAcme();
    var key = server.key("acme");
    var shown = server.operator("GET", "/v1/admin/tenants/acme", null).body();
    var secret = key.substring(key.lastIndexOf('_', key.length() - 40) + 1);
    assertThat(shown).doesNotContain(secret);
    server.close();
    try (var files = Files.newDirectoryStream(folder.resolve("data"), "klatch.db*")) {
      for (var file : files) {
        assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain(secret);
      }
    }
  }

  @Test
  void that_was_taken_away_or_altered_is_nobodys() throws Exception {
    server.addAcme();
    var key = server.key("acme");
    var altered = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");
    assertThat(server.sync(altered, Map.of("X-Klatch-User", "ann"))).isEqualTo(401);
    var id = key.substring(3, 19);
    assertThat(
            server
                .operator("DELETE", "/v1/admin/tenants/acme/server-keys/" + id, null)
                .statusCode())
        .isEqualTo(200);
    assertThat(server.sync(key, Map.of("X-Klatch-User", "ann"))).isEqualTo(401);
    assertThat(
            server
                .operator("DELETE", "/v1/admin/tenants/acme/server-keys/" + id, null)
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void of_the_server_itself_acts_in_every_tenant_there_is() throws Exception {
    server.addAcme();
    var ann = "X-Klatch-User";
    assertThat(server.sync(BackEndServer.KEY, Map.of(ann, "ann"))).isEqualTo(200);
    assertThat(server.sync(BackEndServer.KEY, Map.of(ann, "ann", "X-Klatch-Tenant", "acme")))
        .isEqualTo(200);
    assertThat(server.sync(BackEndServer.KEY, Map.of(ann, "ann", "X-Klatch-Tenant", "nobody")))
        .isEqualTo(401);
  }
}
