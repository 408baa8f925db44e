package io.klatch.e2e;

import static io.klatch.e2e.JavaClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java client 2.1.2 talks through the packaged server.
final class JavaClientTest {
  @TempDir static Path folder;
  private static PackagedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PackagedServer.serve(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void talks_to_another_over(String transports) throws Exception {
    try (var ann = signIn("ann-" + transports, transports.split(","));
        var bob = signIn("bob-" + transports, transports.split(","))) {
      var conversation = converse(ann, "bob-" + transports);

      var text = "héllo 👋 from Java \u0001\u2028";
      var answer = send(ann, conversation, text, "one");
      var received = bob.next("message:new");

      assertThat(answer.getBoolean("ok")).isTrue();
      assertThat(answer.getLong("seq")).isEqualTo(1);
      assertThat(answer.getBoolean("deduplicated")).isFalse();
      var message = (JSONObject) received.getFirst();
      assertThat(message.getString("text")).isEqualTo(text);
      assertThat(message.getString("sender_id")).isEqualTo("ann-" + transports);
      assertThat(message.getString("message_id")).isEqualTo(answer.getString("message_id"));
      assertThat(received.get(1)).as("the offset").isInstanceOf(String.class);
      assertThat(send(ann, conversation, text, "one").getBoolean("deduplicated")).isTrue();
      assertThat(texts(history(bob, conversation, 0))).containsExactly(text);
    }
  }

  @Test
  void is_refused_with_a_code_when_its_token_is_bad() throws Exception {
    try (var eve = JavaClient.open(server.url(), Map.of("token", "garbage"), "websocket")) {
      var error = eve.nextObject("connect_error");

      assertThat(error.getJSONObject("data").getString("code")).isEqualTo("unauthorized");
      assertThat(eve.connected()).isFalse();
    }
  }

  @Test
  void comes_back_after_kill_9_and_fills_the_gap_from_history() throws Exception {
    try (var ann = signIn("ann-restart", "websocket");
        var bob = signIn("bob-restart", "polling", "websocket")) {
      var conversation = converse(ann, "bob-restart");
      send(ann, conversation, "before", "before");
      var lastSeq = bob.nextObject("message:new").getLong("seq");
      bob.manager().reconnection(false);

      server.kill9();
      bob.next("disconnect");
      server.startAgain();
      for (var text : numbered("missed ", 3)) {
        postByRest("ann-restart", conversation, text);
      }
      bob.connectAgain();
      var session = bob.nextObject("session:ready");
      postByRest("ann-restart", conversation, "after");
      var live = bob.nextObject("message:new");

      assertThat(session.getBoolean("recovered")).isFalse();
      assertThat(live.getString("text")).isEqualTo("after");
      assertThat(texts(history(bob, conversation, lastSeq)))
          .containsExactly("missed 1", "missed 2", "missed 3", "after");
    }
  }

  @Test
  void comes_back_by_itself() throws Exception {
    try (var ann = signIn("ann-alone", "polling", "websocket")) {
      server.kill9();
      ann.next("disconnect");
      server.startAgain();

      ann.next("connect");
      assertThat(ann.nextObject("session:ready").getString("user_id")).isEqualTo("ann-alone");
    }
  }

  /// Connected, and with its first `session:ready` taken.
  private static JavaClient signIn(String user, String... transports) throws Exception {
    var auth = Map.of("token", server.token(user));
    var client = JavaClient.open(server.url(), auth, transports);
    client.next("connect");
    assertThat(client.nextObject("session:ready").getString("user_id")).isEqualTo(user);
    return client;
  }

  private static String converse(JavaClient client, String other) throws JSONException {
    var members = new JSONArray(List.of(other));
    var answer =
        client.askObject("conversation:create", object("type", "direct", "member_ids", members));
    return answer.getString("conversation_id");
  }

  private static JSONObject send(JavaClient client, String conversation, String text, String id) {
    return client.askObject(
        "message:send", object("conversation_id", conversation, "text", text, "client_msg_id", id));
  }

  private static JSONArray history(JavaClient client, String conversation, long afterSeq)
      throws JSONException {
    var payload = object("conversation_id", conversation, "after_seq", afterSeq);
    return client.askObject("message:history", payload).getJSONArray("messages");
  }

  private static List<String> texts(JSONArray messages) {
    return IntStream.range(0, messages.length())
        .mapToObj(index -> messages.optJSONObject(index).optString("text"))
        .toList();
  }

  private static void postByRest(String user, String conversation, String text) throws Exception {
    var request =
        HttpRequest.newBuilder(
                server.url().resolve("/v1/conversations/" + conversation + "/messages"))
            .header("authorization", "Bearer " + server.token(user))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(object("text", text).toString()))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> prefix + number).toList();
  }
}
