package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.server.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That the settings of the door reach it; what they mean is tested in `socketio`.
class WhoMayConnectTest {
  private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Lifetimes lifetimes = new Lifetimes();

  @AfterEach
  void stop() {
    lifetimes.close();
    client.close();
  }

  @Tag("T10")
  @Test
  void a_page_of_a_foreign_origin_is_refused_and_counted() throws Exception {
    var server = start(Map.of());
    assertThat(get(server, HANDSHAKE, "Origin", server.url()).statusCode()).isEqualTo(200);
    assertThat(get(server, HANDSHAKE, "Origin", "https://a.example").statusCode()).isEqualTo(403);
    assertThat(get(server, "/metrics").body())
        .contains("klatch_sessions_denied_total{reason=\"foreign_origin\"} 1.0");
  }

  @Test
  @Tag("T20")
  void a_listed_origin_and_that_of_a_trusted_proxy_come_in() throws Exception {
    var server =
        start(
            Map.of(
                "http.origins", "same, https://a.example",
                "http.trusted-proxies", "::1, 127.0.0.0/8"));
    assertThat(get(server, HANDSHAKE, "Origin", "https://a.example").statusCode()).isEqualTo(200);
    String[] proxied = {
      "Origin",
      "https://chat.example",
      "X-Forwarded-Proto",
      "https",
      "X-Forwarded-Host",
      "chat.example"
    };
    assertThat(get(server, HANDSHAKE, proxied).statusCode()).isEqualTo(200);
    assertThat(get(server, HANDSHAKE, "Origin", "https://b.example").statusCode()).isEqualTo(403);
  }

  @Test
  void pages_of_listed_origins_may_use_polling_and_rest_where_that_is_configured()
      throws Exception {
    var server = start(Map.of("http.origins", "https://a.example", "http.cors", "on"));
    for (var path : new String[] {HANDSHAKE, "/v1/conversations"}) {
      var answer = get(server, path, "Origin", "https://a.example");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("https://a.example");
      assertThat(answer.headers().firstValue("Vary")).contains("Origin");
      var foreign = get(server, path, "Origin", "https://b.example");
      assertThat(foreign.headers().map()).doesNotContainKey("access-control-allow-origin");
      var preflight = preflight(server, path);
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
          .contains("authorization");
    }
    assertThat(get(start(Map.of("data", folder + "/other")), "/v1/conversations").headers().map())
        .doesNotContainKeys("access-control-allow-origin", "vary");
  }

  @Tag("T24")
  @Test
  void an_address_with_too_many_sessions_is_told_to_come_back() throws Exception {
    var server = start(Map.of("limits.sessions-per-address", "1"));
    assertThat(get(server, HANDSHAKE).statusCode()).isEqualTo(200);
    assertThat(get(server, HANDSHAKE).statusCode()).isEqualTo(429);
    assertThat(get(server, "/metrics").body())
        .contains("klatch_sessions_denied_total{reason=\"address_sessions\"} 1.0");
  }

  @Test
  void credentials_for_every_page_stop_the_start() {
    var wrong = Map.of("http.origins", "*", "http.cors", "with_credentials");
    assertThatThrownBy(() -> config(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http.cors");
  }

  @Test
  void a_certificate_needs_its_key_and_both_must_be_there() throws Exception {
    assertThatThrownBy(() -> config(Map.of("http.tls-certificates", "chain.pem")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http.tls-certificates and http.tls-key go together");
    var nowhere = folder.resolve("none.pem").toString();
    var missing = Map.of("http.tls-certificates", nowhere, "http.tls-key", nowhere);
    assertThatThrownBy(() -> start(missing))
        .isInstanceOf(StartRefused.class)
        .hasMessageStartingWith("cannot serve TLS: cannot read " + nowhere);
  }

  @Test
  void what_is_no_origin_and_no_address_stops_the_start() {
    var wrong = Map.of("http.origins", "a.example", "http.trusted-proxies", "10.0.0.0/33");
    assertThatThrownBy(() -> config(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http.origins is 'a.example'")
        .hasMessageContaining("http.trusted-proxies is '10.0.0.0/33'");
  }

  private RunningServer start(Map<String, String> settings) throws StartRefused, ConfigException {
    return new Wiring(config(settings), lifetimes).start();
  }

  private ServerConfig config(Map<String, String> more) throws ConfigException {
    return TestConfig.in(folder, more);
  }

  private HttpResponse<String> preflight(RunningServer server, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .headers("Origin", "https://a.example", "Access-Control-Request-Method", "POST")
            .headers("Access-Control-Request-Headers", "authorization");
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(RunningServer server, String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
