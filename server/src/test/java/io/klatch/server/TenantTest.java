package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tenant, added and changed by the operator while the server runs.
class TenantTest {
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
  void that_is_added_is_served_at_once_and_after_a_restart() throws Exception {
    assertThat(server.sync(AcmeServer.token("acme", "ann"))).isEqualTo(401);
    var made = server.operator("POST", "/v1/admin/tenants", AcmeServer.ACME);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(server.sync(AcmeServer.token("acme", "ann"))).isEqualTo(200);
    server.restart();
    assertThat(server.sync(AcmeServer.token("acme", "ann"))).isEqualTo(200);
  }

  @Test
  void is_shown_with_everything_but_its_keys() throws Exception {
    server.addAcme();
    var shown = server.operator("GET", "/v1/admin/tenants/acme", null);
    assertThat(shown.body()).doesNotContain(AcmeServer.SECRET);
    var json = BackEndServer.JSON.readTree(shown.body());
    assertThat(json.get("signing_keys").toString())
        .isEqualTo("[{\"kid\":\"k1\",\"alg\":\"HS256\"}]");
    assertThat(json.get("origins").toString()).isEqualTo("[\"https://app.acme\"]");
    assertThat(json.get("limits").toString()).isEqualTo("{\"send\":\"5 per 1s\"}");
    assertThat(json.get("retention_days").intValue()).isEqualTo(30);
    assertThat(json.get("features").toString()).isEqualTo("[\"calls\"]");
    assertThat(json.get("status").stringValue()).isEqualTo("active");
    assertThat(json.get("issuer").isNull()).isTrue();
  }

  @Test
  void is_changed_in_the_fields_that_are_given_and_in_no_others() throws Exception {
    server.addAcme();
    var changed =
        server.operator(
            "PATCH",
            "/v1/admin/tenants/acme",
            "{\"name\":\"Acme 2\",\"features\":null,\"signing_keys\":[{\"kid\":\"k1\"}]}");
    var json = BackEndServer.JSON.readTree(changed.body());
    assertThat(json.get("name").stringValue()).isEqualTo("Acme 2");
    assertThat(json.get("features").isNull()).isTrue();
    assertThat(json.get("retention_days").intValue()).isEqualTo(30);
    assertThat(server.sync(AcmeServer.token("acme", "ann"))).isEqualTo(200);
    server.operator("PATCH", "/v1/admin/tenants/acme", "{\"signing_keys\":[]}");
    assertThat(server.sync(AcmeServer.token("acme", "ann"))).isEqualTo(401);
  }

  @Test
  void that_is_suspended_is_served_no_more_and_again_when_it_is_active() throws Exception {
    server.addAcme();
    var key = server.key("acme");
    server.operator("PATCH", "/v1/admin/tenants/acme", "{\"status\":\"suspended\"}");
    assertThat(server.sync(AcmeServer.token("acme", "ann"))).isEqualTo(401);
    assertThat(server.sync(key, Map.of("X-Klatch-User", "ann"))).isEqualTo(401);
    server.operator("PATCH", "/v1/admin/tenants/acme", "{\"status\":\"active\"}");
    assertThat(server.sync(AcmeServer.token("acme", "ann"))).isEqualTo(200);
  }

  @Test
  void of_an_id_that_is_taken_is_refused_and_the_default_one_is_always_there() throws Exception {
    server.addAcme();
    assertThat(server.operator("POST", "/v1/admin/tenants", AcmeServer.ACME).statusCode())
        .isEqualTo(409);
    assertThat(
            server
                .operator("POST", "/v1/admin/tenants", "{\"tenant_id\":\"default\"}")
                .statusCode())
        .isEqualTo(409);
    assertThat(server.operator("GET", "/v1/admin/tenants/nobody", null).statusCode())
        .isEqualTo(404);
  }

  @Test
  void is_listed_by_rising_id_page_by_page() throws Exception {
    for (var id : new String[] {"c", "a", "b"}) {
      server.operator("POST", "/v1/admin/tenants", "{\"tenant_id\":\"" + id + "\"}");
    }
    var first =
        BackEndServer.JSON.readTree(
            server.operator("GET", "/v1/admin/tenants?limit=3", null).body());
    assertThat(first.get("tenants").valueStream().map(it -> it.get("tenant_id").stringValue()))
        .containsExactly("a", "b", "c");
    var cursor = first.get("cursor").stringValue();
    var rest =
        BackEndServer.JSON.readTree(
            server.operator("GET", "/v1/admin/tenants?limit=3&cursor=" + cursor, null).body());
    assertThat(rest.get("tenants").get(0).get("tenant_id").stringValue()).isEqualTo("default");
    assertThat(rest.get("has_more").booleanValue()).isFalse();
  }

  @Test
  void that_makes_no_sense_is_refused_with_the_reason() throws Exception {
    for (var nonsense :
        Map.of(
                "{}", "tenant_id must be a string",
                "{\"tenant_id\":\"x\",\"orgins\":[]}", "orgins is no field of a tenant",
                "{\"tenant_id\":\"x\",\"origins\":[\"https://a/b\"]}", "origins must be",
                "{\"tenant_id\":\"x\",\"limits\":{\"sned\":\"1 per 1s\"}}", "sned",
                "{\"tenant_id\":\"x\",\"limits\":{\"send\":\"fast\"}}", "limits.send must be",
                "{\"tenant_id\":\"x\",\"jwks_url\":\"http://example.com/\"}", "jwks_url must be",
                "{\"tenant_id\":\"x\",\"retention_days\":0}", "retention_days",
                "{\"tenant_id\":\"x\",\"status\":\"gone\"}", "status must be",
                "{\"tenant_id\":\"x\",\"signing_keys\":[{\"kid\":\"k\",\"alg\":\"HS256\",\"key\":\"s\"}]}",
                    "the key of kid k has 1 bytes",
                "{\"tenant_id\":\"x\",\"signing_keys\":[{\"kid\":\"k\"}]}", "no key of this kid")
            .entrySet()) {
      var answer = server.operator("POST", "/v1/admin/tenants", nonsense.getKey());
      assertThat(answer.statusCode()).as(nonsense.getKey()).isEqualTo(400);
      assertThat(BackEndServer.JSON.readTree(answer.body()).get("message").stringValue())
          .contains(nonsense.getValue());
    }
  }

  @Test
  void is_known_and_changed_by_the_operator_alone() throws Exception {
    server.addAcme();
    var others =
        new String[] {
          "",
          "Bearer x",
          "Bearer " + AcmeServer.token("acme", "ann"),
          "Bearer " + server.key("acme")
        };
    for (var authorization : others) {
      for (var route :
          new String[][] {
            {"GET", "/v1/admin/tenants"},
            {"POST", "/v1/admin/tenants"},
            {"GET", "/v1/admin/tenants/acme"},
            {"PATCH", "/v1/admin/tenants/acme"},
            {"POST", "/v1/admin/tenants/acme/server-keys"},
            {"DELETE", "/v1/admin/tenants/acme/server-keys/x"}
          }) {
        var headers = Map.of("Authorization", authorization);
        assertThat(server.call(route[0], route[1], headers, "{}").statusCode())
            .as(authorization + route[0] + route[1])
            .isEqualTo(401);
      }
    }
  }
}
