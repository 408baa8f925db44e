package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What can be done to messages, over HTTP: the same commands as over sockets.
class MessageRoutesTest {
  private static final String THUMB = "/reactions/" + URLEncoder.encode("👍", UTF_8);

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Lifetimes lifetimes = new Lifetimes();
  private RunningServer server;
  private @Nullable String token;
  private String room;

  @BeforeEach
  void start() throws Exception {
    var config = TestConfig.in(folder, Map.of());
    server = new Wiring(config, lifetimes).start();
    token =
        JsonMapper.shared()
            .readTree(send("POST", "/v1/dev/token", "{\"user\":\"ann\"}").body())
            .get("token")
            .stringValue();
    var made = send("POST", "/v1/conversations", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}");
    room = "/v1/conversations/" + json(made).get("conversation_id").stringValue();
    send("POST", room + "/messages", "{\"text\":\"one\"}");
  }

  @AfterEach
  void stop() {
    client.close();
    lifetimes.close();
  }

  @Test
  void a_message_is_edited_marked_answered_and_deleted() throws Exception {
    var message = room + "/messages/1";
    assertOk(send("PATCH", message, "{\"text\":\"two\",\"op_id\":\"o1\"}"));
    assertOk(send("PUT", message + THUMB + "?op_id=7", ""));
    assertOk(send("PUT", message + "/pin", ""));
    assertOk(send("POST", room + "/messages", "{\"text\":\"reply\",\"thread\":1}"), 201);
    var thread = json(send("GET", message + "/thread?limit=1", ""));
    assertThat(thread.get("root").get("reactions").get(0).get("emoji").stringValue())
        .isEqualTo("👍");
    assertThat(thread.get("messages")).hasSize(1);
    assertThat(json(send("GET", message + "/versions", "")).get("versions")).hasSize(2);
    assertThat(json(send("GET", room + "/pins", "")).get("messages")).hasSize(1);
    assertOk(send("DELETE", message + THUMB, ""));
    assertOk(send("DELETE", message + "/pin", ""));
    assertOk(send("DELETE", message + "?for=all", ""));
    assertThat(json(send("GET", room + "/changes?after_change_seq=1", "")).get("changes"))
        .hasSize(5);
  }

  @Test
  void a_draft_is_kept_listed_and_ended() throws Exception {
    var kept = json(send("PUT", room + "/draft", "{\"text\":\"half a\"}"));
    var listed = json(send("GET", "/v1/drafts?limit=1", ""));
    assertThat(listed.get("drafts").get(0).get("updated_at")).isEqualTo(kept.get("updated_at"));
    assertOk(send("DELETE", room + "/draft", ""));
    assertThat(json(send("GET", "/v1/drafts", "")).get("drafts")).isEmpty();
    assertThat(send("PUT", room + "/draft", "[]").statusCode()).isEqualTo(400);
  }

  @Test
  void a_message_is_scheduled_changed_listed_and_cancelled() throws Exception {
    var body = "{\"text\":\"later\",\"send_at\":\"%s\"}".formatted(Instant.now().plusSeconds(60));
    var made = send("POST", room + "/messages", body);
    assertOk(made, 201);
    var one = "/v1/scheduled/" + json(made).get("scheduled_id").stringValue();
    assertOk(send("PATCH", one, "{\"text\":\"later still\"}"));
    var listed = json(send("GET", "/v1/scheduled?limit=1", "")).get("scheduled");
    assertThat(listed.get(0).get("text").stringValue()).isEqualTo("later still");
    assertOk(send("DELETE", one, ""));
    assertThat(send("DELETE", one, "").statusCode()).isEqualTo(404);
  }

  @Test
  void what_is_malformed_or_not_there_is_refused() throws Exception {
    assertThat(send("PATCH", room + "/messages/x", "{\"text\":\"y\"}").statusCode()).isEqualTo(400);
    assertThat(send("DELETE", room + "/messages/1", "").statusCode()).isEqualTo(400);
    assertThat(send("PUT", room + "/messages/9/pin", "").statusCode()).isEqualTo(404);
    var forward = "{\"to_conversation_id\":\"nope\"}";
    assertThat(send("POST", room + "/messages/1/forward", forward).statusCode()).isEqualTo(404);
  }

  @Test
  void refusals_are_counted_by_code_and_forwards_as_sends() throws Exception {
    var id = room.substring(room.lastIndexOf('/') + 1);
    var forward = "{\"to_conversation_id\":\"" + id + "\"}";
    assertOk(send("POST", room + "/messages/1/forward", forward), 201);
    var role = "{\"role\":\"owner\"}";
    var refused = send("PATCH", room + "/members/ann", role);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().map()).doesNotContainKey("x-klatch-code");
    assertThat(send("GET", "/metrics", "").body())
        .contains("klatch_posts_total{result=\"stored\"} 2.0")
        .contains("klatch_refusals_total{code=\"forbidden\",via=\"http\"} 1.0")
        .contains("klatch_refusals_total{code=\"limit_reached\",via=\"socket\"} 0.0");
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static void assertOk(HttpResponse<String> response) {
    assertOk(response, 200);
  }

  private static void assertOk(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertOk(response, response.statusCode() == 201 ? 201 : 200);
    return JsonMapper.shared().readTree(response.body());
  }
}
