package io.klatch.server.auth;

import io.klatch.domain.tenant.TelegramBot;
import io.klatch.server.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How tokens are checked.
///
/// @param secret signs and verifies HS256 tokens; null means the data folder's random one, which is
///   development mode
/// @param serverKey opens `/v1/admin` and acts for every tenant; null means nobody may
/// @param leeway how far the clocks of a back end and of this server may differ
/// @param tokenLifeMax how far away a token's expiry may be; revocations are kept as long
/// @param telegram the bot of the default tenant; null for none
public record AuthConfig(
    @Nullable String secret,
    @Nullable String serverKey,
    Duration leeway,
    Duration tokenLifeMax,
    JwksConfig jwks,
    @Nullable TelegramBot telegram) {
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
        serverKey(settings, secret),
        settings.duration(
            "auth.leeway", Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(60)),
        settings.duration(
            "auth.token-life-max",
            Duration.ofDays(3_650),
            Duration.ofMinutes(1),
            Duration.ofDays(3_650)),
        JwksConfig.from(settings),
        TelegramConfig.from(settings));
  }

  private static @Nullable String serverKey(Settings settings, @Nullable String secret) {
    var key =
        settings.textOrNull(
            "auth.server-key",
            "none, and /v1/admin is closed",
            "at least 32 bytes, not a published one, not auth.secret");
    if (key == null) {
      return null;
    }
    var weakness = SigningSecret.weakness(key);
    if (weakness != null) {
      settings.problem("auth.server-key " + weakness);
    } else if (key.equals(secret)) {
      settings.problem("auth.server-key is auth.secret: who signs tokens could then do anything");
    }
    return key;
  }

  @Override
  public String toString() {
    return "AuthConfig[secret=%s, serverKey=%s, leeway=%s, tokenLifeMax=%s, %s, telegram=%s]"
        .formatted(
            secret == null ? "none" : "***",
            serverKey == null ? "none" : "***",
            leeway,
            tokenLifeMax,
            jwks,
            telegram == null ? "none" : telegram);
  }
}
