package io.klatch.server;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.auth.SecretFile;
import io.klatch.server.auth.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server, and users who call its routes.
final class RoomClient implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Lifetimes lifetimes = new Lifetimes();
  private final ServerConfig config;
  private final RunningServer server;

  RoomClient(Path folder, Map<String, String> settings) throws Exception {
    config = TestConfig.in(folder, settings);
    server = new Wiring(config, lifetimes).start();
  }

  int port() {
    return URI.create(server.url()).getPort();
  }

  /// @param roles that the token says
  String token(String user, String... roles) throws IOException {
    var secret = SecretFile.open(config.auth(), config.data(), new SecureRandom());
    var soon = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    var name = user.substring(0, 1).toUpperCase(Locale.ROOT) + user.substring(1);
    var identity =
        new Identity(
            TenantId.DEFAULT,
            new UserId(user),
            name,
            Set.copyOf(Arrays.asList(roles)),
            Set.of(),
            null,
            soon);
    return new TokenIssuer(secret, Clock.systemUTC()).issue(identity);
  }

  JsonNode get(String token, String path) throws IOException, InterruptedException {
    return json(send(token, "GET", path, "").body());
  }

  JsonNode post(String token, String path, String body) throws IOException, InterruptedException {
    return json(send(token, "POST", path, body).body());
  }

  /// @param headers names and values in turn
  HttpResponse<String> send(
      String token, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Override
  public void close() {
    client.close();
    lifetimes.close();
  }
}
