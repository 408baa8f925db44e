package io.klatch.server;

import io.klatch.server.auth.SecretFile;
import io.klatch.server.auth.SigningSecret;
import io.klatch.server.auth.TokenIssuer;
import io.klatch.server.http.Exchange;
import io.klatch.server.http.HealthRoutes;
import io.klatch.server.http.HttpEntry;
import io.klatch.server.http.PlainListener;
import io.klatch.server.http.Router;
import io.klatch.server.rest.DevRoutes;
import io.klatch.server.telemetry.Readiness;
import io.klatch.server.telemetry.Telemetry;
import io.klatch.server.threads.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;

/// The whole system in one forward read: what is made, from what, in which order. What must be
/// closed is registered in `lifetimes` and closed in reverse.
final class Wiring {
  private final ServerConfig config;
  private final Lifetimes lifetimes;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  Wiring(ServerConfig config, Lifetimes lifetimes) {
    this.config = config;
    this.lifetimes = lifetimes;
  }

  /// Starts everything; what was started when something is refused is the caller's to close.
  RunningServer start() throws StartRefused {
    // telemetry
    var readiness = new Readiness();
    var telemetry = lifetimes.add("telemetry", new Telemetry());

    // data and secret
    makeDataFolder(config.data());
    var secret = secret();

    // HTTP
    var router = Router.builder();
    new HealthRoutes(readiness, telemetry).addTo(router);
    if (secret.development()) {
      new DevRoutes(new TokenIssuer(secret, clock)::issue, clock).addTo(router);
    }
    var exchange =
        new Exchange(router.build(), Wiring.class.getClassLoader(), telemetry.registry());
    var workers = lifetimes.add("http workers", Threads.virtual("http"));
    var entry = new HttpEntry(exchange, workers, config.http());

    // the port
    var address = listen(secret, entry);
    readiness.started();
    return new RunningServer(address, secret.development(), readiness);
  }

  private InetSocketAddress listen(SigningSecret secret, HttpEntry entry) throws StartRefused {
    var host = config.http().hostOr(secret.development());
    var port = config.http().port();
    try {
      var listener = PlainListener.start(host, port, config.http().threadsOrProcessors(), entry);
      return lifetimes.add("listener", listener).address();
    } catch (IOException e) {
      throw new StartRefused(
          "cannot listen on port %d of %s: %s; choose another with --port"
              .formatted(port, host, e.getMessage()),
          e);
    }
  }

  private SigningSecret secret() throws StartRefused {
    try {
      return SecretFile.open(config.auth(), config.data(), random);
    } catch (IOException e) {
      throw new StartRefused(
          "cannot use the secret in the data folder " + config.data() + ": " + e.getMessage(), e);
    }
  }

  /// Makes the folder closed to others; one that exists keeps the mode its owner gave it.
  private static void makeDataFolder(Path data) throws StartRefused {
    if (Files.isDirectory(data)) {
      return;
    }
    try {
      var parent = data.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(data);
      if (data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new StartRefused(
          "cannot make the data folder %s (%s)".formatted(data, e.getClass().getSimpleName()), e);
    }
  }
}
