package io.klatch.domain.tenant;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose tokens a tenant believes.
///
/// @param keys its own, in the order they are tried
/// @param jwksUrl where more are published; `https`, or `http` on this machine
/// @param issuer what a token's `iss` must be; null when it does not matter
/// @param audience what a token's `aud` must hold; null when it does not matter
/// @param telegram whose Mini App its users may come from; null for none
public record Trust(
    List<SigningKey> keys,
    @Nullable URI jwksUrl,
    @Nullable String issuer,
    @Nullable String audience,
    @Nullable TelegramBot telegram) {
  public static final Trust NONE = new Trust(List.of(), null, null, null);
  public static final int KEYS_MAX = 10;
  public static final int TEXT_CHARACTERS_MAX = 500;

  public Trust {
    keys = List.copyOf(keys);
    if (keys.size() > KEYS_MAX) {
      throw new IllegalArgumentException("a tenant has at most " + KEYS_MAX + " signing keys");
    }
    if (keys.stream().map(SigningKey::id).distinct().count() < keys.size()) {
      throw new IllegalArgumentException("two signing keys have the same kid");
    }
    if (jwksUrl != null && !isFetchable(jwksUrl)) {
      throw new IllegalArgumentException(
          "jwks_url must be https://…, or http://… on this machine (localhost, 127.0.0.1, [::1])");
    }
    checkLength("issuer", issuer);
    checkLength("audience", audience);
  }

  /// Of a tenant without a bot.
  public Trust(
      List<SigningKey> keys,
      @Nullable URI jwksUrl,
      @Nullable String issuer,
      @Nullable String audience) {
    this(keys, jwksUrl, issuer, audience, null);
  }

  private static boolean isFetchable(URI url) {
    var host = url.getHost();
    if (host == null
        || url.getUserInfo() != null
        || url.toString().length() > TEXT_CHARACTERS_MAX) {
      return false;
    }
    return "https".equals(url.getScheme())
        || ("http".equals(url.getScheme())
            && (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]")));
  }

  private static void checkLength(String what, @Nullable String text) {
    if (text != null && (text.isBlank() || text.length() > TEXT_CHARACTERS_MAX)) {
      throw new IllegalArgumentException(what + " has 1 to " + TEXT_CHARACTERS_MAX + " characters");
    }
  }
}
