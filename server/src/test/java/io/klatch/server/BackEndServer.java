package io.klatch.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server, called as a tenant's back end calls it: with the server's own key, by default
/// for the tenant `default`.
final class BackEndServer implements AutoCloseable {
  static final String SECRET = "the configured secret of the server itself";
  static final String KEY = "the operator's key, which opens everything";
  static final String HOOKS = "/v1/admin/tenants/default/webhooks";
  static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private final Path folder;
  private final Map<String, String> settings;
  private final HttpClient client = HttpClient.newHttpClient();
  private Lifetimes lifetimes = new Lifetimes();
  private String url;

  BackEndServer(Path folder, Map<String, String> more) throws Exception {
    this.folder = folder;
    this.settings = new HashMap<>(more);
    settings.put("auth.secret", SECRET);
    settings.put("auth.server-key", KEY);
    settings.put("http.host", "127.0.0.1");
    this.url = start();
  }

  /// One that calls webhooks on this machine, and within a moment again where they fail, five
  /// times.
  static BackEndServer hooking(Path folder) throws Exception {
    return new BackEndServer(
        folder,
        Map.of(
            "webhooks.private-addresses", "allowed",
            "webhooks.retry-min", "10ms",
            "webhooks.retry-max", "50ms",
            "webhooks.tries-max", "5"));
  }

  private String start() throws Exception {
    return new Wiring(TestConfig.in(folder, settings), lifetimes).start().url();
  }

  void restart() throws Exception {
    restart(() -> {});
  }

  void restart(Meanwhile meanwhile) throws Exception {
    lifetimes.close();
    meanwhile.run();
    lifetimes = new Lifetimes();
    url = start();
  }

  int port() {
    return URI.create(url).getPort();
  }

  /// What is done while the server is down.
  @FunctionalInterface
  interface Meanwhile {
    void run() throws Exception;
  }

  @Override
  public void close() {
    lifetimes.close();
    client.close();
  }

  /// A conversation of these, made by the first.
  String group(String first, String... others) throws Exception {
    return groupIn("default", first, others);
  }

  String groupIn(String tenant, String first, String... others) throws Exception {
    var members = String.join("\",\"", others);
    var body = "{\"type\":\"group\",\"member_ids\":[\"" + members + "\"]}";
    String[] user = {"X-Klatch-User", first, "X-Klatch-Tenant", tenant};
    return json(call("POST", "/v1/conversations", body, user)).get("conversation_id").stringValue();
  }

  HttpResponse<String> say(String user, String conversation, String text) throws Exception {
    var path = "/v1/conversations/" + conversation + "/messages";
    return as(user, "POST", path, JSON.createObjectNode().put("text", text).toString());
  }

  /// A webhook of the tenant `default`, told everything.
  JsonNode addHook(String hookUrl) throws Exception {
    var body = JSON.createObjectNode().put("url", hookUrl).toString();
    return json(call("POST", HOOKS, body));
  }

  /// The first webhook as the operator sees it.
  JsonNode firstHook() throws Exception {
    return json(call("GET", "/v1/admin/webhooks", null)).get("webhooks").get(0);
  }

  /// Acting as that user.
  HttpResponse<String> as(String user, String method, String path, @Nullable String body)
      throws Exception {
    return call(method, path, body, "X-Klatch-User", user);
  }

  HttpResponse<String> call(String method, String path, @Nullable String body, String... headers)
      throws IOException, InterruptedException {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(ANSWER_MAX)
            .header("Authorization", "Bearer " + KEY)
            .method(method, publisher);
    for (var i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// An answer that is read as slowly as one likes.
  HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(ANSWER_MAX)
            .header("Authorization", "Bearer " + KEY)
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  /// Of an answer that is a success.
  static JsonNode json(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
