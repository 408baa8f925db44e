package io.klatch.server.limits;

import io.klatch.server.config.Settings;

/// What one user may send.
///
/// @param sendPerSecond messages per second, over time
/// @param sendBurst messages at once, after a pause
public record LimitsConfig(int sendPerSecond, int sendBurst) {
  public static LimitsConfig from(Settings settings) {
    return new LimitsConfig(
        settings.integer("limits.send-per-second", 10, 1, 1_000_000),
        settings.integer("limits.send-burst", 30, 1, 1_000_000));
  }
}
