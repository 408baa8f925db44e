package io.klatch.server.http;

import io.klatch.server.config.Settings;
import io.klatch.socketio.engine.IoKind;
import io.klatch.socketio.engine.ListenerConfig;
import io.klatch.socketio.engine.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where the server listens, and how requests beside Socket.IO are served.
///
/// @param host null means this machine alone in development mode and every address otherwise
/// @param port 0 picks a free one
/// @param threads event loops; 0 means one per processor
/// @param io how the event loops talk to the kernel
/// @param concurrentMax requests worked on at one time; one more is answered 503
/// @param transfers requests and answers that take time
/// @param tls null serves plain text
public record HttpConfig(
    @Nullable String host,
    int port,
    int threads,
    IoKind io,
    int concurrentMax,
    Transfers transfers,
    @Nullable TlsFiles tls) {
  public static HttpConfig from(Settings settings) {
    var host =
        settings.textOrNull(
            "http.host",
            "127.0.0.1 in development mode, 0.0.0.0 with a configured secret",
            "an address of this machine");
    if (host != null && host.isBlank()) {
      settings.problem("http.host is empty, allowed: an address of this machine");
    }
    return new HttpConfig(
        host,
        settings.integer("http.port", 3_000, 0, 65_535),
        settings.integer("http.threads", 0, 0, 256),
        settings.choice("http.io", IoKind.AUTO),
        settings.integer("http.concurrent-max", 256, 1, 100_000),
        Transfers.from(settings),
        tls(settings));
  }

  private static @Nullable TlsFiles tls(Settings settings) {
    var chain =
        settings.textOrNull("http.tls-certificates", "none, which serves plain text", "a PEM file");
    var key = settings.textOrNull("http.tls-key", "none", "a PEM file (PKCS#8, no password)");
    var look =
        settings.duration(
            "http.tls-look-interval",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofHours(1));
    if (chain == null && key == null) {
      return null;
    }
    if (chain == null || chain.isBlank() || key == null || key.isBlank()) {
      settings.problem("http.tls-certificates and http.tls-key go together: set both, or neither");
      return null;
    }
    return new TlsFiles(Path.of(chain), Path.of(key), look);
  }

  private String hostOr(boolean development) {
    if (host != null) {
      return host;
    }
    return development ? "127.0.0.1" : "0.0.0.0";
  }

  /// @throws IllegalArgumentException if this machine does not have that kind of I/O
  public ListenerConfig listener(boolean development) {
    int loops = threads > 0 ? threads : Math.min(256, Runtime.getRuntime().availableProcessors());
    return new ListenerConfig(hostOr(development), port, loops, io, tls);
  }
}
