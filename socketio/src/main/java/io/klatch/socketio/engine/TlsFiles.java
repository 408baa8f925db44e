package io.klatch.socketio.engine;

import java.nio.file.Path;
import java.time.Duration;

/// Where a port's certificate is, and how often to look whether it was renewed.
///
/// @param certificates PEM; the server's own certificate first, then those that vouch for it
/// @param key PEM, PKCS#8 without a password
public record TlsFiles(Path certificates, Path key, Duration lookInterval) {
  public TlsFiles {
    EngineLimits.positive("lookInterval", lookInterval);
  }

  /// Looked at every ten seconds.
  public static TlsFiles of(Path certificates, Path key) {
    return new TlsFiles(certificates, key, Duration.ofSeconds(10));
  }
}
