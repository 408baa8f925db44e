package io.klatch.server.auth;

import io.klatch.server.config.Settings;
import java.time.Duration;

/// How often published key sets are fetched.
///
/// @param ageMax when a set is fetched anew
/// @param refreshMin the least time between two fetches of one set, however many unknown keys
///   tokens name
record JwksConfig(Duration ageMax, Duration refreshMin) {
  public static JwksConfig from(Settings settings) {
    return new JwksConfig(
        settings.duration(
            "auth.jwks-age-max",
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofDays(1)),
        settings.duration(
            "auth.jwks-refresh-min",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofHours(1)));
  }
}
