package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What users do to be left alone and to get help, and what a back end does about it, over HTTP.
class SafetyRoutesTest {
  private static final String SERVER_KEY = "the operator's key, which opens everything";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Lifetimes lifetimes = new Lifetimes();
  private RunningServer server;
  private String room;

  @BeforeEach
  void start() throws Exception {
    serve();
    var made =
        send("ann", "POST", "/v1/conversations", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}");
    room = "/v1/conversations/" + json(made).get("conversation_id").stringValue();
    send("bob", "POST", room + "/messages", "{\"text\":\"something bad\"}");
  }

  private void serve() throws Exception {
    var settings = Map.of("auth.server-key", SERVER_KEY, "limits.report", "4 per 1h");
    server = new Wiring(TestConfig.in(folder, settings), lifetimes).start();
  }

  @AfterEach
  void stop() {
    client.close();
    lifetimes.close();
  }

  @Test
  void a_user_blocks_another_and_lifts_it() throws Exception {
    var direct = "{\"type\":\"direct\",\"member_ids\":[\"ann\"]}";
    assertThat(send("ann", "PUT", "/v1/blocks/bob", "").body())
        .isEqualTo("{\"ok\":true,\"user_id\":\"bob\",\"blocked\":true}");
    assertThat(send("bob", "POST", "/v1/conversations", direct).statusCode()).isEqualTo(403);
    assertThat(send("bob", "POST", "/api/chat/rooms", "{\"otherUserId\":\"ann\"}").statusCode())
        .isEqualTo(403);
    assertThat(json(send("ann", "GET", "/v1/blocks?limit=5", "")).get("users")).hasSize(1);
    assertThat(send("ann", "DELETE", "/v1/blocks/bob", "").statusCode()).isEqualTo(200);
    assertThat(json(send("ann", "GET", "/v1/blocks", "")).get("users")).isEmpty();
    assertThat(send("bob", "POST", "/v1/conversations", direct).statusCode()).isEqualTo(201);
    assertThat(send("ann", "PUT", "/v1/blocks/ann", "").statusCode()).isEqualTo(400);
  }

  @Test
  @Tag("A5")
  void reports_are_listed_and_decided_with_a_server_key_and_with_nothing_else() throws Exception {
    var reason = "{\"reason\":\"spam\",\"comment\":\"again\"}";
    var filed = send("ann", "POST", room + "/messages/1/report", reason);
    assertThat(filed.statusCode()).isEqualTo(201);
    assertThat(send("ann", "POST", room + "/messages/1/report", reason).statusCode())
        .isEqualTo(200);
    assertThat(send("ann", "POST", "/v1/users/bob/report", reason).statusCode()).isEqualTo(201);
    assertThat(send("ann", "GET", "/v1/admin/reports", "").statusCode()).isEqualTo(401);

    var page = json(ask("GET", "/v1/admin/reports?state=open&limit=1", ""));
    var report = page.get("reports").get(0);
    assertThat(report.get("kind").stringValue()).isEqualTo("message");
    assertThat(report.get("message").get("text").stringValue()).isEqualTo("something bad");
    var next = json(ask("GET", "/v1/admin/reports?cursor=" + page.get("cursor").stringValue(), ""));
    assertThat(next.get("reports").get(0).get("kind").stringValue()).isEqualTo("user");
    assertThat(next.get("cursor").isNull()).isTrue();

    var path = "/v1/admin/reports/" + json(filed).get("report_id").stringValue();
    assertThat(send("ann", "PATCH", path, "{\"state\":\"rejected\"}").statusCode()).isEqualTo(401);
    var decision = "{\"state\":\"resolved\",\"resolver\":\"mod\",\"note\":\"warned\"}";
    var decided = json(ask("PATCH", path, decision));
    assertThat(decided.get("state").stringValue()).isEqualTo("resolved");
    assertThat(decided.get("reviewed_at").isString()).isTrue();
    assertThat(json(ask("GET", path, ""))).isEqualTo(decided);
    var reopened = json(ask("PATCH", path, "{\"state\":\"open\"}"));
    assertThat(reopened.get("note").stringValue()).isEqualTo("warned");
    assertThat(reopened.get("reviewed_at").isNull()).isTrue();
  }

  @Test
  @Tag("A6")
  void a_user_who_is_suspended_is_let_in_nowhere_and_leaves_open_sockets_until_it_is_lifted()
      throws Exception {
    var token = token("bob");
    var bob = connect(token);
    var ann = connect(token("ann"));
    assertThat(poll(bob)).contains("40{");
    assertThat(poll(ann)).contains("40{");
    var suspended = json(ask("PATCH", "/v1/users/bob", "{\"status\":\"suspended\"}"));
    assertThat(suspended.get("suspended_at").isString()).isTrue();
    pollUntil(bob, "41");
    assertThat(request(token, "GET", "/v1/sync", "").statusCode()).isEqualTo(403);
    assertThat(pollUntil(connect(token), "44")).contains("\"code\":\"suspended\"");
    assertThat(send("ann", "GET", "/v1/sync", "").statusCode()).isEqualTo(200);

    assertThat(message(ask("PATCH", "/v1/users/bob", "{\"status\":\"gone\"}")))
        .isEqualTo("status must be active or suspended");
    assertThat(request(token, "PATCH", "/v1/users/ann", "{\"status\":\"active\"}").statusCode())
        .isEqualTo(401);
    assertThat(ask("PATCH", "/v1/users/bob", "{\"status\":\"active\"}").body())
        .isEqualTo("{\"ok\":true,\"user_id\":\"bob\",\"status\":\"active\",\"suspended_at\":null}");
    assertThat(request(token, "GET", "/v1/sync", "").statusCode()).isEqualTo(200);
  }

  @Test
  void a_suspension_outlives_the_server() throws Exception {
    ask("PATCH", "/v1/users/bob", "{\"status\":\"suspended\"}");
    lifetimes.close();
    lifetimes = new Lifetimes();
    serve();
    assertThat(send("bob", "GET", "/v1/sync", "").statusCode()).isEqualTo(403);
  }

  @Test
  void what_cannot_be_is_refused_by_name() throws Exception {
    assertThat(message(send("ann", "POST", "/v1/users/bob/report", "{\"reason\":\" \"}")))
        .startsWith("reason must be one visible line");
    assertThat(message(send("ann", "POST", "/v1/users/ann/report", "{\"reason\":\"x\"}")))
        .startsWith("user_id must name somebody else");
    assertThat(send("ann", "POST", "/v1/users/eve/report", "{\"reason\":\"x\"}").statusCode())
        .isEqualTo(404);
    assertThat(message(ask("GET", "/v1/admin/reports?state=lost", "")))
        .isEqualTo("state must be open, in_review, resolved or rejected");
    assertThat(message(ask("GET", "/v1/admin/reports?cursor=x", "")))
        .isEqualTo("cursor must be one that a list of reports gave");
    assertThat(ask("PATCH", "/v1/admin/reports/nope", "{\"state\":\"open\"}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void who_reports_too_often_is_told_when_to_go_on() throws Exception {
    var reason = "{\"reason\":\"spam\"}";
    for (var n = 0; n < 4; n++) {
      send("ann", "POST", "/v1/users/bob/report", reason);
    }
    var refusal = send("ann", "POST", "/v1/users/bob/report", reason);
    assertThat(refusal.statusCode()).isEqualTo(429);
    assertThat(refusal.headers().firstValue("retry-after")).isPresent();
  }

  /// With a user's token.
  private HttpResponse<String> send(String user, String method, String path, String body)
      throws IOException, InterruptedException {
    return request(token(user), method, path, body);
  }

  private String token(String user) throws IOException, InterruptedException {
    var made = request("", "POST", "/v1/dev/token", "{\"user\":\"" + user + "\"}");
    return json(made).get("token").stringValue();
  }

  /// Opens a session by long polling, and answers where to poll.
  private String connect(String token) throws IOException, InterruptedException {
    var path = "/socket.io/?EIO=4&transport=polling";
    var opened = request("", "GET", path, "").body();
    var sid = JsonMapper.shared().readTree(opened.substring(1)).get("sid").stringValue();
    request("", "POST", path + "&sid=" + sid, "40{\"token\":\"" + token + "\"}");
    return path + "&sid=" + sid;
  }

  private String poll(String path) throws IOException, InterruptedException {
    return request("", "GET", path, "").body();
  }

  /// Polls until a packet of that type comes, and answers the body it came in.
  private String pollUntil(String path, String type) throws IOException, InterruptedException {
    while (true) {
      var response = request("", "GET", path, "");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      if (List.of(response.body().split("\u001e", -1)).stream()
          .anyMatch(it -> it.startsWith(type))) {
        return response.body();
      }
    }
  }

  /// With the server key.
  private HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    return request(SERVER_KEY, method, path, body);
  }

  private HttpResponse<String> request(String bearer, String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + bearer)
            .build(),
        BodyHandlers.ofString());
  }

  private static String message(HttpResponse<String> refusal) {
    assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(400);
    return json(refusal).get("message").stringValue();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }
}
