package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.auth.SecretFile;
import io.klatch.server.auth.TokenIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class PresenceAdminTest {
  private static final String SERVER_KEY = "the operator's key, which opens everything";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Lifetimes lifetimes = new Lifetimes();
  private ServerConfig config;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    config = TestConfig.in(folder, Map.of("auth.server-key", SERVER_KEY));
    server = new Wiring(config, lifetimes).start();
  }

  @AfterEach
  void stop() {
    lifetimes.close();
    client.close();
  }

  @Test
  @Tag("P7")
  void who_runs_a_tenant_sees_how_many_are_here() throws Exception {
    var answer = get("/v1/admin/presence", "admin");
    assertThat(answer.statusCode()).isEqualTo(200);
    var metrics = JsonMapper.shared().readTree(answer.body());
    assertThat(metrics.propertyNames())
        .contains("total_users", "online_users", "online_percentage", "peak_online_count");
    assertThat(metrics.get("online_users").intValue()).isZero();
    for (var by : Set.of("hour", "day")) {
      var history = get("/v1/admin/presence/history?days=30&by=" + by, "admin");
      assertThat(history.body()).isEqualTo("{\"ok\":true,\"by\":\"" + by + "\",\"history\":[]}");
    }
    assertThat(get("/v1/admin/presence/history?by=year", "admin").statusCode()).isEqualTo(400);
    assertThat(get("/v1/admin/presence/history?days=31", "admin").statusCode()).isEqualTo(400);
  }

  @Test
  void a_user_without_the_role_is_told_that_it_is_needed() throws Exception {
    var refusal = get("/v1/admin/presence", "member");
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.body()).contains("needs a server key or a token with the role admin");
    assertThat(get("/v1/admin/presence/history", "member").statusCode()).isEqualTo(403);
  }

  @Test
  void a_back_end_sees_its_tenant_with_a_server_key() throws Exception {
    assertThat(ask("/v1/admin/presence", SERVER_KEY).statusCode()).isEqualTo(200);
    assertThat(ask("/v1/admin/presence", SERVER_KEY + "x").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> get(String path, String role) throws Exception {
    return ask(path, token(role));
  }

  private HttpResponse<String> ask(String path, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private String token(String role) throws Exception {
    var secret = SecretFile.open(config.auth(), config.data(), new SecureRandom());
    var soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    var identity =
        new Identity(
            TenantId.DEFAULT, new UserId("ann"), "Ann", Set.of(role), Set.of(), null, soon);
    return new TokenIssuer(secret, Clock.systemUTC()).issue(identity);
  }
}
