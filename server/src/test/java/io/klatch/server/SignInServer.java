package io.klatch.server;

import io.klatch.server.auth.TestLaunch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server whose default tenant has the bot of [TestLaunch], and every way into it.
final class SignInServer implements AutoCloseable {
  static final String OPERATOR = "the operator's key, which opens everything";
  static final String SECRET = "the configured secret of the server itself";
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Lifetimes lifetimes = new Lifetimes();
  private String url;

  SignInServer(Path folder, Map<String, String> more) throws Exception {
    this.folder = folder;
    var file = Files.writeString(folder.resolve("bot-token"), TestLaunch.BOT_TOKEN + "\n");
    settings.put("telegram.bot-token-file", file.toString());
    settings.put("auth.secret", SECRET);
    settings.put("auth.server-key", OPERATOR);
    settings.put("http.host", "127.0.0.1");
    settings.putAll(more);
    url = start();
  }

  private String start() throws Exception {
    return new Wiring(TestConfig.in(folder, settings), lifetimes).start().url();
  }

  void restart() throws Exception {
    lifetimes.close();
    lifetimes = new Lifetimes();
    url = start();
  }

  @Override
  public void close() {
    lifetimes.close();
    client.close();
  }

  static String bearer(String token) {
    return "Bearer " + token;
  }

  HttpResponse<String> call(
      String method, String path, @Nullable String authorization, String body, String... headers)
      throws IOException, InterruptedException {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(ANSWER_MAX)
            .method(method, publisher);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// By who has the server's own key, for the tenant `default` or one that is named.
  JsonNode operator(String method, String path, String body, String... headers) throws Exception {
    return json(call(method, path, bearer(OPERATOR), body, headers));
  }

  HttpResponse<String> exchange(String initData, String... more) throws Exception {
    var body = JsonMapper.shared().createObjectNode().put("init_data", initData);
    for (var i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1]);
    }
    return call("POST", "/v1/auth/telegram", null, body.toString());
  }

  /// The token a launch is exchanged for.
  String token(String initData, String... more) throws Exception {
    return json(exchange(initData, more)).get("token").stringValue();
  }

  /// What a request with this authorization is answered: `ok`, or the code.
  String rest(String authorization, String... headers) throws Exception {
    return verdict(call("GET", "/v1/sync", authorization, "", headers));
  }

  static String verdict(HttpResponse<String> answer) {
    var json = JsonMapper.shared().readTree(answer.body());
    return answer.statusCode() / 100 == 2 ? "ok" : json.get("code").stringValue();
  }

  /// What CONNECT to a namespace is answered: `ok`, or the code.
  String socket(String namespace, String auth) {
    try (var wire = plain("/socket.io/?EIO=4&transport=websocket")) {
      return connect(wire, namespace, auth);
    }
  }

  static String connect(PlainWire wire, String namespace, String auth) {
    var prefix = namespace.equals("/") ? "" : namespace + ",";
    if (!wire.take().startsWith("0{")) {
      throw new AssertionError("no handshake");
    }
    wire.send("40" + prefix + auth);
    var answer = wire.take();
    if (answer.startsWith("40" + prefix)) {
      return "ok";
    }
    var refusal = JsonMapper.shared().readTree(answer.substring(("44" + prefix).length()));
    return refusal.get("data").get("code").stringValue();
  }

  /// What `/ws/rooms` answers: `ok`, or the code.
  String rooms(String query, @Nullable String firstFrame, String... protocols) {
    try (var wire = plain("/ws/rooms" + query, protocols)) {
      if (firstFrame != null) {
        wire.send(firstFrame);
      }
      var frame = JsonMapper.shared().readTree(wire.take());
      return frame.get("type").stringValue().equals("CONNECTION_ESTABLISHED")
          ? "ok"
          : frame.get("code").stringValue();
    }
  }

  PlainWire plain(String path, String... protocols) {
    return new PlainWire(client, URI.create(url).getPort(), path, protocols);
  }

  static JsonNode json(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }
}
