package io.klatch.server.auth;

import io.klatch.server.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How tokens are checked.
///
/// @param secret signs and verifies HS256 tokens; null means the data folder's random one, which is
///   development mode
/// @param leeway how far the clocks of a back end and of this server may differ
public record AuthConfig(@Nullable String secret, Duration leeway) {
  public static AuthConfig from(Settings settings) {
    var secret =
        settings.textOrNull(
            "auth.secret",
            "a random one in the data folder (development mode)",
            "at least 32 bytes, not a published one");
    var weakness = secret == null ? null : SigningSecret.weakness(secret);
    if (weakness != null) {
      settings.problem("auth.secret (KLATCH_SECRET, JWT_SECRET) " + weakness);
    }
    return new AuthConfig(
        secret,
        settings.duration(
            "auth.leeway", Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(60)));
  }

  @Override
  public String toString() {
    return "AuthConfig[secret=" + (secret == null ? "none" : "***") + ", leeway=" + leeway + "]";
  }
}
