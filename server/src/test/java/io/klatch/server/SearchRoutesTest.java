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
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Search over HTTP, with its limit and its metrics.
class SearchRoutesTest {
  private static final String BEHIND = "klatch_search_entries_behind 0.0";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Lifetimes lifetimes = new Lifetimes();
  private RunningServer server;
  private @Nullable String token;

  @BeforeEach
  void start() throws Exception {
    var config = TestConfig.in(folder, Map.of("limits.search", "3 per 1h"));
    server = new Wiring(config, lifetimes).start();
    var answer = post("/v1/dev/token", "{\"user\":\"42\"}");
    token = json(answer).get("token").stringValue();
  }

  @AfterEach
  void stop() {
    client.close();
    lifetimes.close();
  }

  @Test
  void what_looks_like_a_number_is_searched_for_as_text() throws Exception {
    say("the year 2026");
    var path = "/v1/search?query=2026&sender_id=42&limit=5&from=2020-01-01T00:00:00Z";
    assertThat(json(get(path)).get("results")).hasSize(1);
    var quoted = URLEncoder.encode("\"the year\"", UTF_8);
    assertThat(json(get("/v1/search?query=" + quoted)).get("results")).hasSize(1);
    assertThat(get("/v1/search").statusCode()).isEqualTo(400);
    assertThat(get("/v1/search?query=x&conversation_id=nope").statusCode()).isEqualTo(404);
  }

  @Test
  void who_searches_too_often_is_told_when_to_come_back() throws Exception {
    for (var i = 0; i < 3; i++) {
      assertThat(get("/v1/search?query=x").statusCode()).isIn(200, 503);
    }
    var refusal = get("/v1/search?query=x");
    assertThat(refusal.statusCode()).isEqualTo(429);
    assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
    assertThat(get("/metrics").body())
        .contains("klatch_searches_total{result=\"rate_limited\"} 1.0")
        .contains("klatch_limited_total{limit=\"search\"} 1.0");
  }

  private void say(String text) throws IOException, InterruptedException {
    var made = post("/v1/conversations", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}");
    var room = json(made).get("conversation_id").stringValue();
    var sent = post("/v1/conversations/" + room + "/messages", "{\"text\":\"" + text + "\"}");
    assertThat(sent.statusCode()).isEqualTo(201);
    var end = System.nanoTime() + 10_000_000_000L;
    while (!get("/metrics").body().contains(BEHIND)) {
      assertThat(System.nanoTime()).as("the index has caught up").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
    return JsonMapper.shared().readTree(response.body());
  }
}
