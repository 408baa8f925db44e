package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Every route there is, with the ids of another tenant, by a user of the same name and by another
/// tenant's back end. A new route is tried by itself; its twin for events is `CrossTenantTest`.
class CrossTenantRoutesTest {
  private static final String MARK = "what nobody else may read";
  private static final String OPERATOR = "the operator's key, which opens everything";

  /// Every field that a route requires.
  private static final String EVERYTHING =
      """
      {"conversation_id":"ROOM","conversation_ids":["ROOM"],"to_conversation_id":"ROOM",
       "message_id":"ROOM.1","seq":1,"up_to_seq":1,"text":"intruded","emoji":"+1","type":"group",
       "member_ids":["bob"],"user_id":"bob","user_ids":["bob"],"otherUserId":"bob","role":"owner",
       "query":"nobody","title":"t","tenant_id":"acme"}
      """;

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Lifetimes lifetimes = new Lifetimes();
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    var settings =
        Map.of(
            "auth.secret",
            secret("default"),
            "auth.server-key",
            OPERATOR,
            "http.host",
            "127.0.0.1");
    server = new Wiring(TestConfig.in(folder, settings), lifetimes).start();
    for (var tenant : List.of("acme", "evil")) {
      var key = "{\"kid\":\"k\",\"alg\":\"HS256\",\"key\":\"" + secret(tenant) + "\"}";
      var made =
          "{\"tenant_id\":\"%s\",\"name\":\"%s\",\"signing_keys\":[%s]}"
              .formatted(tenant, tenant, key);
      assertThat(call(OPERATOR, "POST", "/v1/admin/tenants", made).statusCode()).isEqualTo(201);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    lifetimes.close();
  }

  @Test
  void no_route_reads_or_changes_what_another_tenant_has() throws Exception {
    var ann = token("acme", "ann");
    var made =
        call(
            ann,
            "POST",
            "/v1/conversations",
            "{\"type\":\"group\",\"title\":\"%s\",\"member_ids\":[\"bob\"]}".formatted(MARK));
    var room = JsonMapper.shared().readTree(made.body()).get("conversation_id").stringValue();
    call(ann, "POST", "/v1/conversations/" + room + "/messages", "{\"text\":\"" + MARK + "\"}");
    var before = state(ann, room);
    var backEnd = call(OPERATOR, "POST", "/v1/admin/tenants/evil/server-keys", "{}");
    var key = JsonMapper.shared().readTree(backEnd.body()).get("server_key").stringValue();

    for (var intruder : List.of(token("evil", "ann"), key)) {
      for (var route : server.routes()) {
        var parts = route.split(" ", 2);
        var path = parts[1].replace("{seq}", "1").replace("{user}", "bob").replace("{emoji}", "x");
        if (path.startsWith("/v1/admin/")) {
          path = path.replace("{id}", "acme");
        }
        path = path.replaceAll("\\{\\w+}", room);
        var answer = call(intruder, parts[0], path, EVERYTHING.replace("ROOM", room));
        assertThat(answer.body()).as(route).doesNotContain(MARK).doesNotContain(room);
        assertThat(answer.statusCode()).as("%s: %s", route, answer.body()).isLessThan(500);
      }
    }

    assertThat(state(ann, room)).isEqualTo(before);
    assertThat(call(OPERATOR, "GET", "/v1/admin/tenants/acme", "").body()).contains("\"active\"");
  }

  private List<String> state(String member, String room) throws Exception {
    var path = "/v1/conversations/" + room;
    return List.of(
        call(member, "GET", path, "").body(),
        call(member, "GET", path + "/messages", "").body(),
        call(member, "GET", path + "/changes", "").body(),
        call(member, "GET", path + "/members", "").body(),
        call(member, "GET", "/v1/sync", "").body(),
        call(member, "GET", "/v1/privacy", "").body());
  }

  private HttpResponse<String> call(String key, String method, String path, String body)
      throws Exception {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, publisher)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json");
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String secret(String tenant) {
    return "the secret of the tenant %s, of many bytes".formatted(tenant);
  }

  private static String token(String tenant, String user) {
    return TestTokens.of(secret(tenant), tenant, user);
  }
}
