package io.klatch.server.http;

import io.klatch.server.config.Settings;
import java.time.Duration;

/// Requests and answers that are too large to be held whole, and so take time.
///
/// @param max at one time; one more is answered 503
/// @param timeout how long one may take, either way
public record Transfers(int max, Duration timeout) {
  static final Transfers USUAL = new Transfers(128, Duration.ofMinutes(10));

  static Transfers from(Settings settings) {
    return new Transfers(
        settings.integer("http.transfers-max", USUAL.max, 1, 10_000),
        settings.duration(
            "http.transfer-timeout", USUAL.timeout, Duration.ofSeconds(1), Duration.ofHours(6)));
  }
}
