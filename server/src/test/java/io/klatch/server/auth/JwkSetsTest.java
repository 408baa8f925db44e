package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.tenant.Trust;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JwkSetsTest {
  private static final URI URL = URI.create("https://id.example/jwks");
  private static final Published KEYS = new Published();

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private @Nullable String published = set(KEYS.rsa("a"));
  private int fetches;

  private final JwkSets sets =
      new JwkSets(
          this::fetch,
          new JwksConfig(Duration.ofMinutes(10), Duration.ofSeconds(10)),
          () -> now,
          new SimpleMeterRegistry());

  @Nested
  class A_set {
    @Test
    void is_fetched_once_for_all_who_need_it() {
      for (var i = 0; i < 3; i++) {
        assertThat(fitting(JWSAlgorithm.RS256, "a")).hasSize(1);
        assertThat(fitting(JWSAlgorithm.RS256, null)).hasSize(1);
      }
      assertThat(fetches).isEqualTo(1);
    }

    @Test
    void with_a_new_key_is_fetched_when_a_token_names_it() {
      assertThat(fitting(JWSAlgorithm.RS256, "a")).hasSize(1);
      published = set(KEYS.rsa("b"));
      pass(10);
      assertThat(fitting(JWSAlgorithm.RS256, "b")).hasSize(1);
      assertThat(fitting(JWSAlgorithm.RS256, "a")).isEmpty();
    }

    @Test
    void is_not_fetched_more_often_however_many_keys_are_made_up() {
      for (var i = 0; i < 100; i++) {
        assertThat(fitting(JWSAlgorithm.RS256, "made-up-" + i)).isEmpty();
      }
      pass(9);
      assertThat(fitting(JWSAlgorithm.RS256, "made-up")).isEmpty();
      assertThat(fetches).isEqualTo(1);
    }

    @Test
    void that_is_old_is_fetched_anew() {
      assertThat(fitting(JWSAlgorithm.RS256, "a")).hasSize(1);
      published = set(KEYS.rsa("b"));
      pass(601);
      assertThat(fitting(JWSAlgorithm.RS256, "a")).isEmpty();
    }

    @Test
    void stays_in_use_while_it_cannot_be_fetched_or_is_nonsense() {
      assertThat(fitting(JWSAlgorithm.RS256, "a")).hasSize(1);
      for (var nonsense : Arrays.asList(null, "", "[]", "{\"keys\":[]}", "<html>")) {
        published = nonsense;
        pass(3_600);
        assertThat(fitting(JWSAlgorithm.RS256, "a")).hasSize(1);
      }
      assertThat(fetches).isEqualTo(6);
    }

    @Test
    void that_was_never_had_says_that_nobody_knows_and_is_tried_again() {
      published = null;
      assertThat(sets.fitting(URL, header(JWSAlgorithm.RS256, "a"))).isNull();
      published = set(KEYS.rsa("a"));
      assertThat(sets.fitting(URL, header(JWSAlgorithm.RS256, "a"))).isNull();
      pass(10);
      assertThat(fitting(JWSAlgorithm.RS256, "a")).hasSize(1);
    }

    @Test
    void gives_a_key_for_its_own_algorithm_alone() {
      published = set(KEYS.rsa("k"), KEYS.p256("k"), KEYS.ed25519("k"));
      for (var algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA)) {
        assertThat(fitting(algorithm, "k")).hasSize(1);
      }
      for (var algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.PS256, JWSAlgorithm.RS512)) {
        assertThat(fitting(algorithm, "k")).isEmpty();
      }
    }

    @Test
    void holds_no_secrets_no_keys_for_encryption_and_none_for_other_algorithms() {
      var secret = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"" + "A".repeat(43) + "\"}";
      var rsa = KEYS.rsa("a");
      published =
          set(
              secret,
              new RSAKey.Builder(parsed(rsa))
                  .keyID("e")
                  .keyUse(KeyUse.ENCRYPTION)
                  .build()
                  .toJSONString(),
              new RSAKey.Builder(parsed(rsa))
                  .keyID("p")
                  .algorithm(JWSAlgorithm.PS256)
                  .build()
                  .toJSONString(),
              rsa);
      assertThat(fitting(JWSAlgorithm.HS256, "s")).isEmpty();
      assertThat(fitting(JWSAlgorithm.RS256, null)).hasSize(1);
    }

    @Test
    void has_at_most_fifty_keys() {
      var keys = new ArrayList<String>();
      for (var i = 0; i < 60; i++) {
        keys.add(KEYS.p256("k" + i));
      }
      published = set(keys.toArray(String[]::new));
      assertThat(fitting(JWSAlgorithm.ES256, null)).hasSize(50);
    }
  }

  @Test
  void tokens_of_each_kind_are_good_by_a_tenants_published_keys() {
    published = set(KEYS.rsa("r"), KEYS.p256("p"), KEYS.ed25519("e"));
    var secret = SigningSecret.configured("the secret of the server itself, of many bytes");
    var verifier =
        new TestTenants(secret, now)
            .with("acme", new Trust(List.of(), URL, null, null))
            .verifier(this::fetch);
    var claims =
        new JWTClaimsSet.Builder()
            .subject("ann")
            .claim("tenant_id", "acme")
            .expirationTime(Date.from(now.plusSeconds(60)))
            .build();
    for (var token :
        List.of(
            TestKeys.rs256("r", claims, TestKeys.RSA),
            TestKeys.es256("p", claims, TestKeys.P256),
            TestKeys.ed25519(JWSAlgorithm.EdDSA, "e", claims, TestKeys.ED25519))) {
      assertThat(verifier.verify(token)).isInstanceOf(Verification.Verified.class);
    }
    assertThat(verifier.verify(TestKeys.rs256("r", claims, TestKeys.OTHER_RSA)))
        .isEqualTo(new Verification.Unauthorized("wrong signature"));
  }

  @Nested
  class Over_http {
    @Test
    void a_document_is_fetched_from_the_address_itself_and_of_a_bounded_size() throws Exception {
      try (var server = new KeyServer(exchange -> answer(exchange, 200, "{\"keys\":[]}"))) {
        assertThat(server.fetch()).isEqualTo("{\"keys\":[]}");
      }
      var large = "x".repeat(HttpKeySource.BYTES_MAX + 1);
      try (var server = new KeyServer(exchange -> answer(exchange, 200, large))) {
        assertThatThrownBy(server::fetch).isInstanceOf(IOException.class);
      }
      try (var server = new KeyServer(exchange -> answer(exchange, 404, "{}"))) {
        assertThatThrownBy(server::fetch).hasMessageContaining("404");
      }
      try (var server =
          new KeyServer(exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            answer(exchange, 302, "");
          })) {
        assertThatThrownBy(server::fetch).hasMessageContaining("302");
      }
    }

    @Test
    void one_that_never_ends_is_given_up() throws Exception {
      var end = new CountDownLatch(1);
      try (var server =
          new KeyServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
              end.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          })) {
        assertThatThrownBy(server::fetch).hasMessageContaining("did not answer within 300 ms");
        end.countDown();
      }
    }
  }

  @Test
  void an_address_is_https_or_on_this_machine() {
    for (var url :
        List.of(
            "https://id.example/jwks",
            "http://localhost:9/k",
            "http://127.0.0.1/",
            "http://[::1]/")) {
      assertThat(new Trust(List.of(), URI.create(url), null, null).jwksUrl()).isNotNull();
    }
    for (var url :
        List.of(
            "http://id.example/jwks",
            "http://127.0.0.1.example.com/",
            "http://localhost@example.com/",
            "https://user:password@id.example/",
            "file:///etc/passwd",
            "/jwks")) {
      assertThatThrownBy(() -> new Trust(List.of(), URI.create(url), null, null))
          .as(url)
          .hasMessageContaining("https");
    }
  }

  private List<VerificationKey> fitting(JWSAlgorithm algorithm, @Nullable String kid) {
    return Objects.requireNonNull(sets.fitting(URL, header(algorithm, kid)));
  }

  private static JWSHeader header(JWSAlgorithm algorithm, @Nullable String kid) {
    return new JWSHeader.Builder(algorithm).keyID(kid).build();
  }

  private String fetch(URI url) throws IOException {
    fetches++;
    if (published == null) {
      throw new IOException("down");
    }
    return published;
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private static String set(String... keys) {
    return Arrays.stream(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static RSAKey parsed(String json) {
    try {
      return RSAKey.parse(json);
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /// The test's key pairs as they are published.
  private static final class Published {
    String rsa(String kid) {
      return new RSAKey.Builder((RSAPublicKey) TestKeys.RSA.getPublic())
          .keyID(kid)
          .build()
          .toJSONString();
    }

    String p256(String kid) {
      return new ECKey.Builder(Curve.P_256, (ECPublicKey) TestKeys.P256.getPublic())
          .keyID(kid)
          .build()
          .toJSONString();
    }

    /// The last 32 bytes of the DER form are the key.
    String ed25519(String kid) {
      return ed25519(kid, TestKeys.ED25519);
    }

    private static String ed25519(String kid, KeyPair pair) {
      var der = pair.getPublic().getEncoded();
      var x = Base64URL.encode(Arrays.copyOfRange(der, der.length - 32, der.length));
      return new OctetKeyPair.Builder(Curve.Ed25519, x).keyID(kid).build().toJSONString();
    }
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static final class KeyServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpKeySource source = new HttpKeySource(threads, Duration.ofMillis(300));

    KeyServer(Answer answer) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/jwks", answer::to);
      server.setExecutor(threads);
      server.start();
    }

    String fetch() throws IOException {
      return source.fetch(
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks"));
    }

    @Override
    public void close() {
      source.close();
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
