package io.klatch.server;

import io.klatch.server.config.Settings;
import java.time.Duration;

/// How the server stops.
///
/// @param timeout after which it ends whatever is still open
/// @param stagger over which clients' connections are closed, so that they do not all come back at
///   once
record StopConfig(Duration timeout, Duration stagger) {
  static StopConfig from(Settings settings) {
    var timeout =
        settings.duration(
            "stop.timeout", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(5));
    var stagger =
        settings.duration(
            "stop.stagger", Duration.ofSeconds(2), Duration.ZERO, Duration.ofMinutes(4));
    if (stagger.compareTo(timeout) >= 0) {
      settings.problem("stop.stagger must be shorter than stop.timeout");
    }
    return new StopConfig(timeout, stagger);
  }
}
