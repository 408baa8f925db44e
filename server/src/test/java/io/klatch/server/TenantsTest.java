package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tenants added and changed while the server runs, by its operator and by HTTP.
class TenantsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SECRET = "the configured secret of the server itself";
  private static final String OPERATOR = "the operator's key, which opens everything";
  private static final String ACME_SECRET = "the secret of the tenant acme, of many bytes";
  private static final String ACME =
      "{\"tenant_id\":\"acme\",\"name\":\"Acme\",\"signing_keys\":[{\"kid\":\"k1\",\"alg\":\"HS256\","
          + "\"key\":\""
          + ACME_SECRET
          + "\"}],\"origins\":[\"https://App.acme:443\"],\"limits\":{\"send\":\"5 per 1s\"},"
          + "\"retention_days\":30,\"features\":[\"calls\"]}";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Lifetimes lifetimes = new Lifetimes();
  private String url = "";

  @BeforeEach
  void start() throws Exception {
    var settings =
        Map.of(
            "auth.secret", SECRET,
            "auth.server-key", OPERATOR,
            "http.host", "127.0.0.1",
            "http.origins", "same, https://everybody.example",
            "http.cors", "on");
    url = new Wiring(TestConfig.in(folder, settings), lifetimes).start().url();
  }

  @AfterEach
  void stop() {
    lifetimes.close();
    client.close();
  }

  @Nested
  class A_tenant {
    @Test
    void that_is_added_is_served_at_once_and_after_a_restart() throws Exception {
      assertThat(sync(token("acme", "ann"))).isEqualTo(401);
      var made = operator("POST", "/v1/admin/tenants", ACME);
      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(sync(token("acme", "ann"))).isEqualTo(200);
      lifetimes.close();
      lifetimes = new Lifetimes();
      start();
      assertThat(sync(token("acme", "ann"))).isEqualTo(200);
    }

    @Test
    void is_shown_with_everything_but_its_keys() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var shown = operator("GET", "/v1/admin/tenants/acme", null);
      assertThat(shown.body()).doesNotContain(ACME_SECRET);
      var json = JSON.readTree(shown.body());
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
      operator("POST", "/v1/admin/tenants", ACME);
      var changed =
          operator(
              "PATCH",
              "/v1/admin/tenants/acme",
              "{\"name\":\"Acme 2\",\"features\":null,\"signing_keys\":[{\"kid\":\"k1\"}]}");
      var json = JSON.readTree(changed.body());
      assertThat(json.get("name").stringValue()).isEqualTo("Acme 2");
      assertThat(json.get("features").isNull()).isTrue();
      assertThat(json.get("retention_days").intValue()).isEqualTo(30);
      assertThat(sync(token("acme", "ann"))).isEqualTo(200);
      operator("PATCH", "/v1/admin/tenants/acme", "{\"signing_keys\":[]}");
      assertThat(sync(token("acme", "ann"))).isEqualTo(401);
    }

    @Test
    void that_is_suspended_is_served_no_more_and_again_when_it_is_active() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var key = serverKey("acme");
      operator("PATCH", "/v1/admin/tenants/acme", "{\"status\":\"suspended\"}");
      assertThat(sync(token("acme", "ann"))).isEqualTo(401);
      assertThat(sync(key, Map.of("X-Klatch-User", "ann"))).isEqualTo(401);
      operator("PATCH", "/v1/admin/tenants/acme", "{\"status\":\"active\"}");
      assertThat(sync(token("acme", "ann"))).isEqualTo(200);
    }

    @Test
    void of_an_id_that_is_taken_is_refused_and_the_default_one_is_always_there() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      assertThat(operator("POST", "/v1/admin/tenants", ACME).statusCode()).isEqualTo(409);
      assertThat(operator("POST", "/v1/admin/tenants", "{\"tenant_id\":\"default\"}").statusCode())
          .isEqualTo(409);
      assertThat(operator("GET", "/v1/admin/tenants/nobody", null).statusCode()).isEqualTo(404);
    }

    @Test
    void is_listed_by_rising_id_page_by_page() throws Exception {
      for (var id : new String[] {"c", "a", "b"}) {
        operator("POST", "/v1/admin/tenants", "{\"tenant_id\":\"" + id + "\"}");
      }
      var first = JSON.readTree(operator("GET", "/v1/admin/tenants?limit=3", null).body());
      assertThat(first.get("tenants").valueStream().map(it -> it.get("tenant_id").stringValue()))
          .containsExactly("a", "b", "c");
      var cursor = first.get("cursor").stringValue();
      var rest =
          JSON.readTree(operator("GET", "/v1/admin/tenants?limit=3&cursor=" + cursor, null).body());
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
        var answer = operator("POST", "/v1/admin/tenants", nonsense.getKey());
        assertThat(answer.statusCode()).as(nonsense.getKey()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("message").stringValue())
            .contains(nonsense.getValue());
      }
    }
  }

  @Test
  void only_the_operator_may_know_or_change_tenants() throws Exception {
    operator("POST", "/v1/admin/tenants", ACME);
    var others =
        new String[] {
          "", "Bearer x", "Bearer " + token("acme", "ann"), "Bearer " + serverKey("acme")
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
        assertThat(call(route[0], route[1], headers, "{}").statusCode())
            .as(authorization + route[0] + route[1])
            .isEqualTo(401);
      }
    }
  }

  @Nested
  class A_server_key {
    @Test
    void acts_as_any_user_of_its_tenant_and_as_none_of_another() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var key = serverKey("acme");
      assertThat(sync(key, Map.of())).isEqualTo(400);
      assertThat(sync(key, Map.of("X-Klatch-User", "ann"))).isEqualTo(200);
      var body = "{\"type\":\"group\",\"member_ids\":[\"bob\"]}";
      var headers = bearer(key, Map.of("X-Klatch-User", "ann", "X-Klatch-Tenant", "default"));
      assertThat(call("POST", "/v1/conversations", headers, body).statusCode()).isEqualTo(201);
      assertThat(get("/v1/sync", token("acme", "bob")).get("conversations")).hasSize(1);
      assertThat(get("/v1/sync", token("default", "bob")).get("conversations")).isEmpty();
    }

    @Test
    void is_shown_once_and_kept_as_a_hash() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var key = serverKey("acme");
      var shown = operator("GET", "/v1/admin/tenants/acme", null).body();
      var secret = key.substring(key.lastIndexOf('_', key.length() - 40) + 1);
      assertThat(shown).doesNotContain(secret);
      lifetimes.close();
      try (var files = Files.newDirectoryStream(folder.resolve("data"), "klatch.db*")) {
        for (var file : files) {
          assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain(secret);
        }
      }
    }

    @Test
    void that_was_taken_away_or_altered_is_nobodys() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var key = serverKey("acme");
      var altered = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");
      assertThat(sync(altered, Map.of("X-Klatch-User", "ann"))).isEqualTo(401);
      var id = key.substring(3, 19);
      assertThat(operator("DELETE", "/v1/admin/tenants/acme/server-keys/" + id, null).statusCode())
          .isEqualTo(200);
      assertThat(sync(key, Map.of("X-Klatch-User", "ann"))).isEqualTo(401);
      assertThat(operator("DELETE", "/v1/admin/tenants/acme/server-keys/" + id, null).statusCode())
          .isEqualTo(404);
    }

    @Test
    void of_the_server_itself_acts_in_every_tenant_there_is() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var ann = "X-Klatch-User";
      assertThat(sync(OPERATOR, Map.of(ann, "ann"))).isEqualTo(200);
      assertThat(sync(OPERATOR, Map.of(ann, "ann", "X-Klatch-Tenant", "acme"))).isEqualTo(200);
      assertThat(sync(OPERATOR, Map.of(ann, "ann", "X-Klatch-Tenant", "nobody"))).isEqualTo(401);
    }
  }

  @Nested
  class A_token_taken_back {
    @Test
    void by_its_tenants_back_end_is_good_no_more_and_stays_so_after_a_restart() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var key = serverKey("acme");
      var ann = token("acme", "ann");
      assertThat(revoke(key, "{\"user_id\":\"ann\"}")).isEqualTo(200);
      assertRevoked(ann);
      assertThat(sync(token("acme", "bob"))).isEqualTo(200);
      assertThat(sync(token("default", "ann"))).isEqualTo(200);
      lifetimes.close();
      lifetimes = new Lifetimes();
      start();
      assertRevoked(ann);
    }

    @Test
    void is_named_by_its_jti_too() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var key = serverKey("acme");
      assertThat(revoke(key, "{\"jti\":\"acme-ann\",\"expires_at\":\"2099-01-01T00:00:00Z\"}"))
          .isEqualTo(200);
      assertRevoked(token("acme", "ann"));
    }

    @Test
    void needs_a_server_key_and_one_name() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var key = serverKey("acme");
      assertThat(revoke(token("acme", "ann"), "{\"user_id\":\"bob\"}")).isEqualTo(401);
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

    private int revoke(String key, String body) throws Exception {
      return call("POST", "/v1/tokens/revoke", bearer(key, Map.of()), body).statusCode();
    }

    private void assertRevoked(String token) throws Exception {
      var answer = call("GET", "/v1/sync", bearer(token, Map.of()), null);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("\"revoked\"");
    }
  }

  @Nested
  class A_page {
    @Test
    void of_a_tenants_origin_is_let_in_and_one_of_nobodys_is_not() throws Exception {
      assertThat(handshake("https://app.acme")).isEqualTo(403);
      operator("POST", "/v1/admin/tenants", ACME);
      assertThat(handshake("https://app.acme")).isEqualTo(200);
      assertThat(handshake("https://app.blue")).isEqualTo(403);
      operator("PATCH", "/v1/admin/tenants/acme", "{\"origins\":[]}");
      assertThat(handshake("https://app.acme")).isEqualTo(403);
    }

    @Test
    void may_use_tokens_of_its_own_tenant_alone() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var blue = ACME.replace("\"acme\"", "\"blue\"").replace("App.acme", "app.blue");
      operator("POST", "/v1/admin/tenants", blue);
      var origin = Map.of("Origin", "https://app.acme");
      assertThat(sync(token("acme", "ann"), origin)).isEqualTo(200);
      assertThat(sync(token("blue", "ann"), origin)).isEqualTo(401);
      assertThat(sync(token("default", "ann"), origin)).isEqualTo(401);
      var everybody = Map.of("Origin", "https://everybody.example");
      assertThat(sync(token("blue", "ann"), everybody)).isEqualTo(200);
    }

    @Test
    void of_a_tenants_origin_may_read_answers() throws Exception {
      operator("POST", "/v1/admin/tenants", ACME);
      var headers = bearer(token("acme", "ann"), Map.of("Origin", "https://app.acme"));
      assertThat(
              call("GET", "/v1/sync", headers, null)
                  .headers()
                  .firstValue("Access-Control-Allow-Origin"))
          .hasValue("https://app.acme");
    }
  }

  @Test
  void a_user_named_beside_the_token_must_be_the_tokens() throws Exception {
    var ann = token("default", "ann");
    for (var path : new String[] {"/v1/sync", "/v1/conversations", "/api/chat/rooms"}) {
      for (var name : new String[] {"userId", "user_id"}) {
        var honest = call("GET", path + "?" + name + "=ann", bearer(ann, Map.of()), null);
        assertThat(honest.statusCode()).as(path).isEqualTo(200);
        var other = call("GET", path + "?" + name + "=bob", bearer(ann, Map.of()), null);
        assertThat(other.statusCode()).as(path).isEqualTo(403);
        assertThat(other.body()).contains("user_mismatch");
      }
    }
    var body = "{\"otherUserId\":\"bob\",\"userId\":\"eve\"}";
    assertThat(call("POST", "/api/chat/rooms", bearer(ann, Map.of()), body).statusCode())
        .isEqualTo(403);
    assertThat(
            call("POST", "/api/chat/rooms", bearer(ann, Map.of()), body.replace("eve", "ann"))
                .statusCode())
        .isEqualTo(201);
  }

  private String serverKey(String tenant) throws Exception {
    var made = operator("POST", "/v1/admin/tenants/" + tenant + "/server-keys", null);
    assertThat(made.statusCode()).isEqualTo(201);
    return JSON.readTree(made.body()).get("server_key").stringValue();
  }

  private int sync(String token) throws Exception {
    return sync(token, Map.of());
  }

  private int sync(String token, Map<String, String> headers) throws Exception {
    return call("GET", "/v1/sync", bearer(token, headers), null).statusCode();
  }

  private JsonNode get(String path, String token) throws Exception {
    return JSON.readTree(call("GET", path, bearer(token, Map.of()), null).body());
  }

  private int handshake(String origin) throws Exception {
    return call("GET", "/socket.io/?EIO=4&transport=polling", Map.of("Origin", origin), null)
        .statusCode();
  }

  private HttpResponse<String> operator(String method, String path, @Nullable String body)
      throws Exception {
    return call(method, path, bearer(OPERATOR, Map.of()), body);
  }

  private static Map<String, String> bearer(String token, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("Authorization", "Bearer " + token);
    return headers;
  }

  private HttpResponse<String> call(
      String method, String path, Map<String, String> headers, @Nullable String body)
      throws IOException, InterruptedException {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(URI.create(url + path)).method(method, publisher);
    headers.forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String token(String tenant, String user) {
    return TestTokens.of(tenant.equals("default") ? SECRET : ACME_SECRET, tenant, user);
  }
}
