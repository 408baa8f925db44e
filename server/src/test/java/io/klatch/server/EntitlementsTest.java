package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.klatch.server.auth.TestLaunch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users may do beyond others: from their tokens, and from their back end.
class EntitlementsTest {
  @TempDir private Path folder;
  private SignInServer server;

  @BeforeEach
  void start() throws Exception {
    server = new SignInServer(folder, Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Tag("A7")
  @Test
  void a_feature_of_the_token_and_one_of_the_back_end_count_alike_and_at_once() throws Exception {
    var ann = token("ann", "calls");
    var bob = token("bob");
    assertThat(features(ann)).isEqualTo("[\"calls\"]");
    assertThat(features(bob)).isEqualTo("[]");
    give("ann", "[\"recording\"]");
    give("bob", "[\"calls\",\"calls\"]");
    assertThat(features(ann)).isEqualTo("[\"calls\",\"recording\"]");
    assertThat(features(bob)).isEqualTo("[\"calls\"]");
    give("bob", "[]");
    give("ann", "[]");
    assertThat(features(bob)).isEqualTo("[]");
    assertThat(features(ann)).isEqualTo("[\"calls\"]");
  }

  @Test
  void what_the_back_end_gave_is_there_after_a_restart() throws Exception {
    give("bob", "[\"prime\",\"calls\"]");
    server.restart();
    assertThat(features(token("bob"))).isEqualTo("[\"calls\",\"prime\"]");
    assertThat(server.operator("GET", "/v1/users/bob/features", "").get("features").toString())
        .isEqualTo("[\"calls\",\"prime\"]");
  }

  @Test
  void who_comes_by_telegram_has_them_too() throws Exception {
    give("tg:7", "[\"calls\"]");
    var launch = new TestLaunch(Instant.now()).hashed();
    var answer = SignInServer.json(server.exchange(launch));
    assertThat(answer.get("user").get("features").toString()).isEqualTo("[\"calls\"]");
    assertThat(features("Bearer " + answer.get("token").stringValue())).isEqualTo("[\"calls\"]");
    assertThat(features("tma " + launch)).isEqualTo("[\"calls\"]");
  }

  @Test
  void a_back_end_that_acts_as_a_user_may_what_the_user_may() throws Exception {
    give("bob", "[\"calls\"]");
    var me = server.operator("GET", "/v1/me", "", "X-Klatch-User", "bob");
    assertThat(me.get("features").toString()).isEqualTo("[\"calls\"]");
  }

  @Test
  void a_tenants_own_list_says_which_count() throws Exception {
    give("bob", "[\"calls\",\"prime\"]");
    server.operator("PATCH", "/v1/admin/tenants/default", "{\"features\":[\"calls\"]}");
    assertThat(features(token("bob", "other"))).isEqualTo("[\"calls\"]");
    assertRefused("{\"features\":[\"prime\"]}", "not among those of the tenant");
    server.operator("PATCH", "/v1/admin/tenants/default", "{\"features\":null}");
    assertThat(features(token("bob", "other"))).isEqualTo("[\"calls\",\"other\",\"prime\"]");
  }

  @Test
  void they_are_the_tenants_own() throws Exception {
    server.operator("POST", "/v1/admin/tenants", "{\"tenant_id\":\"acme\"}");
    give("bob", "[\"calls\"]");
    var acme = new String[] {"X-Klatch-Tenant", "acme", "X-Klatch-User", "bob"};
    assertThat(server.operator("GET", "/v1/me", "", acme).get("features").toString())
        .isEqualTo("[]");
  }

  @Test
  void what_makes_no_sense_or_is_nobodys_to_give_is_refused() throws Exception {
    assertRefused("{}", "features must be an array");
    assertRefused("{\"features\":[7]}", "features must be an array");
    assertRefused("{\"features\":[\" \"]}", "1 to 64 characters");
    assertRefused("{\"features\":[\"" + "x".repeat(65) + "\"]}", "1 to 64 characters");
    var body = "{\"features\":[\"calls\"]}";
    var self = server.call("PUT", "/v1/users/bob/features", token("bob"), body);
    assertThat(self.statusCode()).isEqualTo(401);
    assertThat(features(token("bob"))).isEqualTo("[]");
  }

  @Test
  void who_one_is_can_be_asked_for() throws Exception {
    var me = SignInServer.json(server.call("GET", "/v1/me", token("ann", "calls"), ""));
    assertThat(me.propertyNames())
        .containsExactly("ok", "tenant_id", "user_id", "name", "roles", "features");
    assertThat(me.get("user_id").stringValue()).isEqualTo("ann");
    assertThat(server.call("GET", "/v1/me", null, "").statusCode()).isEqualTo(401);
  }

  private void assertRefused(String body, String reason) throws Exception {
    var key = "Bearer " + SignInServer.OPERATOR;
    var answer = server.call("PUT", "/v1/users/bob/features", key, body);
    assertThat(answer.statusCode()).as(body).isEqualTo(400);
    assertThat(answer.body()).contains(reason);
  }

  private void give(String user, String features) throws Exception {
    var body = "{\"features\":" + features + "}";
    var _ = server.operator("PUT", "/v1/users/" + user + "/features", body);
  }

  private String features(String authorization) throws Exception {
    return SignInServer.json(server.call("GET", "/v1/me", authorization, ""))
        .get("features")
        .toString();
  }

  private static String token(String user, String... features) throws JOSEException {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .claim("features", List.of(features))
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(SignInServer.SECRET));
    return "Bearer " + jwt.serialize();
  }
}
