package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestCertificate;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  @TempDir Path folder;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final EchoHandler echo = new EchoHandler();

  @AfterEach
  void stop() {
    handlers.shutdownNow();
  }

  @Nested
  class A_port_with_a_certificate {
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void serves_both_transports_and_the_upgrade_between_them(String algorithm) throws Exception {
      var own = TestCertificate.make(folder, "-keyalg", algorithm);
      try (var listener = start(own);
          var polling = HttpWire.connect(port(listener), own.trust());
          var other = HttpWire.connect(port(listener), own.trust())) {
        var sid = PollingClient.sidOf(Knock.POLLING.on(polling, "").body());
        var target = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
        assertThat(polling.post(target, "4over tls").body()).isEqualTo("ok");
        assertThat(polling.get(target).body()).isEqualTo("4over tls");
        assertThat(Knock.WEBSOCKET.on(other, "&sid=" + sid).status()).isEqualTo(101);
        var webSocket = WsClient.on(other);
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        webSocket.send("5");
        webSocket.send("4" + "x".repeat(500_000));
        assertThat(webSocket.text()).hasSize(500_001);
        var session = echo.opened.poll(10, TimeUnit.SECONDS);
        assertThat(session).isNotNull();
        assertThat(session.handshake().secure()).isTrue();
      }
    }

    @ParameterizedTest
    @EnumSource(Knock.class)
    void takes_pages_of_https_for_its_own_and_those_of_http_for_foreign(Knock knock)
        throws Exception {
      var own = TestCertificate.make(folder, "-keyalg", "EC");
      try (var listener = start(own)) {
        assertThat(status(listener, own, knock, "Origin: https://test")).isEqualTo(knock.in);
        assertThat(status(listener, own, knock, "Origin: http://test")).isEqualTo(403);
      }
    }

    @Test
    void closes_what_speaks_plain_http_and_serves_on() throws Exception {
      var own = TestCertificate.make(folder, "-keyalg", "EC");
      try (var listener = start(own)) {
        try (var plain = HttpWire.connect(port(listener))) {
          plain.send("GET", "/socket.io/?EIO=4&transport=polling", "");
          plain.awaitEnd();
        }
        assertThat(status(listener, own, Knock.POLLING)).isEqualTo(200);
      }
    }

    private int status(
        EngineListener listener, TestCertificate own, Knock knock, String... headers) {
      try (var wire = HttpWire.connect(port(listener), own.trust())) {
        return knock.on(wire, "", headers).status();
      }
    }
  }

  @Nested
  class A_renewed_certificate {
    @Test
    void is_used_for_new_connections_while_the_old_ones_live_on() throws Exception {
      var old = TestCertificate.make(folder, "-keyalg", "EC");
      var renewed = TestCertificate.make(folder, "-keyalg", "RSA");
      try (var listener = start(old);
          var before = HttpWire.connect(port(listener), old.trust())) {
        put(renewed.certificate(), renewed.key());
        awaitTrusted(listener, renewed.trust());
        assertThat(trusted(listener, old.trust())).isFalse();
        assertThat(Knock.POLLING.on(before, "").status()).isEqualTo(200);
      }
    }

    @Test
    void that_does_not_fit_its_key_is_refused_until_the_key_comes_too() throws Exception {
      var old = TestCertificate.make(folder, "-keyalg", "EC");
      var renewed = TestCertificate.make(folder, "-keyalg", "EC");
      try (var tls = new Looking(old)) {
        put(renewed.certificate(), old.key());
        tls.look();
        assertThat(trusted(tls.listener, old.trust())).isTrue();
        put(renewed.certificate(), "rubbish");
        tls.look();
        assertThat(trusted(tls.listener, old.trust())).isTrue();
        Files.delete(key());
        tls.look();
        assertThat(trusted(tls.listener, old.trust())).isTrue();
        put(renewed.certificate(), renewed.key());
        awaitTrusted(tls.listener, renewed.trust());
      }
    }
  }

  @Nested
  class A_start_is_refused_in_a_sentence {
    @Test
    void when_the_key_is_of_another_certificate() {
      var own = TestCertificate.make(folder, "-keyalg", "EC");
      var other = TestCertificate.make(folder, "-keyalg", "EC");
      put(own.certificate(), other.key());
      refused("is not that of the first certificate");
    }

    @Test
    void when_the_key_is_of_another_kind() {
      var own = TestCertificate.make(folder, "-keyalg", "EC");
      var other = TestCertificate.make(folder, "-keyalg", "RSA");
      put(own.certificate(), other.key());
      refused("holds no EC key");
    }

    @Test
    void when_the_certificate_has_expired() {
      var own =
          TestCertificate.make(folder, "-keyalg", "EC", "-startdate", "-2d", "-validity", "1");
      put(own.certificate(), own.key());
      refused("is valid from");
    }

    @Test
    void when_the_key_is_in_another_form() {
      var own = TestCertificate.make(folder, "-keyalg", "EC");
      put(own.certificate(), own.key().replace("PRIVATE KEY", "EC PRIVATE KEY"));
      refused("openssl pkcs8");
    }

    @Test
    void when_a_file_holds_no_certificate_or_is_not_there() {
      put("", "");
      refused("holds no PEM certificates");
      put("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "");
      refused("holds no PEM certificates");
      assertThatThrownBy(() -> start(TlsFiles.of(folder.resolve("none"), key())))
          .isInstanceOf(TlsException.class)
          .hasMessageContaining("cannot read");
    }

    private void refused(String why) {
      assertThatThrownBy(() -> start(TlsFiles.of(certificates(), key())))
          .isInstanceOf(TlsException.class)
          .hasMessageContaining(why);
    }
  }

  /// A listener whose looks at the files a test can count.
  private final class Looking implements AutoCloseable {
    private final Semaphore looks = new Semaphore(0);
    final EngineListener listener;

    Looking(TestCertificate own) throws IOException {
      put(own.certificate(), own.key());
      var server =
          new EngineServer(
              EngineConfig.defaults(),
              echo::open,
              work -> {
                work.run();
                looks.release();
              });
      listener = start(new TlsFiles(certificates(), key(), OFTEN), server);
    }

    /// One that began after this was called.
    void look() throws InterruptedException {
      looks.drainPermits();
      assertThat(looks.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      listener.close();
    }
  }

  private EngineListener start(TestCertificate own) throws IOException {
    put(own.certificate(), own.key());
    return start(new TlsFiles(certificates(), key(), OFTEN));
  }

  private EngineListener start(TlsFiles files) throws IOException {
    return start(files, new EngineServer(EngineConfig.defaults(), echo::open, handlers));
  }

  private static EngineListener start(TlsFiles files, EngineServer server) throws IOException {
    var config = new ListenerConfig("127.0.0.1", 0, 1, IoKind.AUTO).withTls(files);
    var threads = Thread.ofPlatform().daemon().name("test-io-", 0).factory();
    return EngineListener.start(config, List.of(server), threads, null);
  }

  private void put(String certificate, String key) {
    TestCertificate.put(certificates(), certificate);
    TestCertificate.put(key(), key);
  }

  private Path certificates() {
    return folder.resolve("chain.pem");
  }

  private Path key() {
    return folder.resolve("key.pem");
  }

  private static int port(EngineListener listener) {
    return listener.address().getPort();
  }

  private static void awaitTrusted(EngineListener listener, SSLContext trust) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!trusted(listener, trust)) {
      assertThat(System.nanoTime()).as("the renewed certificate is not served").isLessThan(end);
    }
  }

  private static boolean trusted(EngineListener listener, SSLContext trust) {
    try (var wire = HttpWire.connect(port(listener), trust)) {
      return Knock.POLLING.on(wire, "").status() == 200;
    } catch (UncheckedIOException fault) {
      assertThat(fault).hasCauseInstanceOf(SSLHandshakeException.class);
      return false;
    }
  }
}
