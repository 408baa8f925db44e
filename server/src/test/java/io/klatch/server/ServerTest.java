package io.klatch.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.server.config.ConfigException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server in this process, as `Wiring` makes it, over real sockets.
class ServerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Lifetimes lifetimes = new Lifetimes();

  @AfterEach
  void stop() {
    lifetimes.close();
    client.close();
  }

  @Nested
  class A_first_start {
    @Test
    void needs_nothing_and_leaves_a_folder_closed_to_others() throws Exception {
      var server = start(Map.of());
      assertThat(server.development()).isTrue();
      assertThat(server.url()).startsWith("http://127.0.0.1:");
      var mode = Files.getPosixFilePermissions(folder.resolve("data"));
      assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rwx------");
    }

    @Test
    void gives_a_token_that_opens_every_route() throws Exception {
      var server = start(Map.of());
      var ann = token(server, "ann");
      var made =
          post(server, "/v1/conversations", ann, "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}");
      var again =
          post(server, "/v1/conversations", ann, "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}");
      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(again.statusCode()).isEqualTo(200);
      var id = body(made).get("conversation_id").stringValue();
      var path = "/v1/conversations/" + id;
      var message = "{\"text\":\"hello\",\"client_msg_id\":\"m1\"}";
      assertThat(post(server, path + "/messages", ann, message).statusCode()).isEqualTo(201);
      assertThat(post(server, path + "/messages", ann, message).statusCode()).isEqualTo(200);
      var history =
          body(get(server, path + "/messages?limit=1&before_seq=2", token(server, "bob")));
      assertThat(history.get("messages").get(0).get("text").stringValue()).isEqualTo("hello");
      assertThat(body(get(server, "/v1/sync", ann)).get("conversations")).hasSize(1);
      assertThat(body(get(server, "/v1/conversations", ann)).get("conversations")).hasSize(1);
      assertThat(get(server, path, token(server, "eve")).statusCode()).isEqualTo(404);
    }

    @Test
    void speaks_the_other_dialect_in_its_own_names() throws Exception {
      var server = start(Map.of());
      var ann = token(server, "ann");
      var made = post(server, "/api/chat/rooms", ann, "{\"otherUserId\":\"bob\"}");
      assertThat(made.statusCode()).isEqualTo(201);
      var id = body(made).get("_id").stringValue();
      assertThat(post(server, "/api/chat/rooms", ann, "{\"otherUserId\":\"bob\"}").statusCode())
          .isEqualTo(200);
      post(server, "/v1/conversations/" + id + "/messages", ann, "{\"text\":\"one\"}");
      post(server, "/v1/conversations/" + id + "/messages", ann, "{\"text\":\"two\"}");
      var newestButOne = body(get(server, "/api/chat/messages/" + id + "?limit=1&skip=1", ann));
      assertThat(newestButOne.get(0).get("text").stringValue()).isEqualTo("one");
      assertThat(newestButOne.get(0).get("chatRoomId").stringValue()).isEqualTo(id);
      var rooms = body(get(server, "/api/chat/rooms", ann));
      assertThat(rooms.get(0).get("lastMessage").get("text").stringValue()).isEqualTo("two");
      assertThat(get(server, "/api/chat/messages/" + id + "?limit=0", ann).statusCode())
          .isEqualTo(400);
      assertThat(post(server, "/api/chat/rooms", ann, "{\"otherUserId\":\"ann\"}").statusCode())
          .isEqualTo(400);
    }
  }

  @Nested
  class A_request {
    @Test
    void without_a_good_token_is_refused_and_told_why() throws Exception {
      var server = start(Map.of());
      var none = get(server, "/v1/conversations", null);
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(body(none).get("code").stringValue()).isEqualTo("unauthorized");
      assertThat(get(server, "/v1/conversations", "x.y.z").statusCode()).isEqualTo(401);
    }

    @Test
    void that_is_too_large_or_malformed_is_refused() throws Exception {
      var server = start(Map.of());
      var ann = token(server, "ann");
      for (var body : new String[] {"", "{", "[]", "null", "{} {}", "{\"a\":1,\"a\":2}"}) {
        assertThat(post(server, "/v1/conversations", ann, body).statusCode())
            .as(body)
            .isEqualTo(400);
      }
      var large = post(server, "/v1/conversations", ann, " ".repeat(1_000_001));
      assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void that_is_too_fast_is_told_when_to_come_back() throws Exception {
      var server = start(Map.of("limits.send-per-second", "1", "limits.send-burst", "1"));
      var ann = token(server, "ann");
      var room =
          post(server, "/v1/conversations", ann, "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}");
      var path =
          "/v1/conversations/" + body(room).get("conversation_id").stringValue() + "/messages";
      post(server, path, ann, "{\"text\":\"1\"}");
      var second = post(server, path, ann, "{\"text\":\"2\"}");
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).contains("1");
      assertThat(body(second).get("retry_after_ms").asInt()).isBetween(1, 1_000);
    }

    @Test
    void that_comes_before_the_last_is_answered_is_answered_in_order() throws Exception {
      var server = start(Map.of());
      try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
        var one = "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n";
        var two = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write((one + two).getBytes(UTF_8));
        var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertThat(answer).containsSubsequence("HTTP/1.1 404", "HTTP/1.1 200", "ok");
      }
    }
  }

  @Test
  void with_a_configured_secret_there_is_no_development_token_and_every_address_is_served()
      throws Exception {
    var server = start(Map.of("auth.secret", "0123456789abcdefghijklmnopqrstuv"));
    assertThat(server.development()).isFalse();
    assertThat(server.address().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(post(server, "/v1/dev/token", null, "{\"user\":\"ann\"}").statusCode())
        .isEqualTo(404);
    assertThat(folder.resolve("data/secret")).doesNotExist();
  }

  @Test
  void a_second_server_on_the_folder_and_a_taken_port_are_refused_in_a_sentence() throws Exception {
    var server = start(Map.of());
    var port = Integer.toString(server.address().getPort());
    try (var others = new Lifetimes()) {
      assertThatThrownBy(() -> new Wiring(config(Map.of()), others).start())
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("in use");
      var elsewhere = Map.of("data", folder.resolve("other").toString(), "http.port", port);
      assertThatThrownBy(() -> new Wiring(config(elsewhere), others).start())
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining(port);
    }
  }

  @Test
  void what_was_said_is_there_after_a_restart() throws Exception {
    var first = start(Map.of());
    var ann = token(first, "ann");
    post(first, "/api/chat/rooms", ann, "{\"otherUserId\":\"bob\"}");
    lifetimes.close();
    lifetimes = new Lifetimes();
    assertThat(body(get(start(Map.of()), "/api/chat/rooms", ann))).hasSize(1);
  }

  @Test
  void health_readiness_and_meters_are_for_everyone() throws Exception {
    var server = start(Map.of());
    assertThat(get(server, "/healthz", null).body()).isEqualTo("ok\n");
    assertThat(get(server, "/readyz", null).body()).isEqualTo("ready\nstore: ok\n");
    assertThat(get(server, "/metrics", null).body())
        .contains("klatch_packets_refused_total{kind=\"json\"} ")
        .contains("klatch_sessions ", "klatch_store_writes_queued ", "jvm_memory_used_bytes{");
    server.readiness().stopping();
    assertThat(get(server, "/readyz", null).statusCode()).isEqualTo(503);
    assertThat(get(server, "/healthz", null).statusCode()).isEqualTo(200);
  }

  private RunningServer start(Map<String, String> settings) throws StartRefused, ConfigException {
    return new Wiring(config(settings), lifetimes).start();
  }

  private ServerConfig config(Map<String, String> more) throws ConfigException {
    return TestConfig.in(folder, more);
  }

  private String token(RunningServer server, String user) throws IOException, InterruptedException {
    var answer = post(server, "/v1/dev/token", null, "{\"user\":\"" + user + "\"}");
    return body(answer).get("token").stringValue();
  }

  private HttpResponse<String> get(RunningServer server, String path, @Nullable String token)
      throws IOException, InterruptedException {
    return send(request(server, path, token).GET());
  }

  private HttpResponse<String> post(
      RunningServer server, String path, @Nullable String token, String body)
      throws IOException, InterruptedException {
    return send(request(server, path, token).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(
      RunningServer server, String path, @Nullable String token) {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static JsonNode body(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }
}
