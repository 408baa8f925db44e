package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secret that signs this server's tokens: at least 256 bits. Does not print itself.
public final class SigningSecret {
  static final int BYTES_MIN = 32;

  /// Placeholders of tutorials, source systems and jwt.io, some of them long enough to look strong.
  private static final Set<String> PUBLISHED =
      Set.of(
          "secret",
          "changeme",
          "changeit",
          "changethis",
          "changemeinproduction",
          "changethisinproduction",
          "yoursecret",
          "yoursecretkey",
          "yourjwtsecret",
          "yourjwtsecretkey",
          "supersecret",
          "supersecretkey",
          "mysecret",
          "mysecretkey",
          "your256bitsecret",
          "astringsecretatleast256bitslong",
          "yoursupersecretjwttokenwithatleast32characterslong",
          "yoursupersecretjwtkey",
          "yoursupersecretjwtkeychangeinproduction",
          "yoursupersecretjwtkeychangethisinproduction",
          "yourstrongjwtsecret");

  private final byte[] bytes;
  private final boolean development;

  /// @param development whether it is a random one in a data folder that nobody configured
  SigningSecret(byte[] bytes, boolean development) {
    if (bytes.length < BYTES_MIN) {
      throw new IllegalArgumentException("a secret has at least " + BYTES_MIN + " bytes");
    }
    this.bytes = bytes.clone();
    this.development = development;
  }

  static SigningSecret configured(String secret) {
    return new SigningSecret(secret.getBytes(UTF_8), false);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /// Whether the server runs for somebody's first try; whoever can read the folder is trusted.
  public boolean development() {
    return development;
  }

  /// Derives a key for another purpose, so that no two purposes share one.
  public byte[] derived(String purpose) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return mac.doFinal(("klatch " + purpose).getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// Says what is wrong with a configured secret; null when nothing is.
  static @Nullable String weakness(String secret) {
    if (secret.isBlank()) {
      return "is empty: give at least " + BYTES_MIN + " random bytes, or leave it unset";
    }
    var letters = secret.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    if (PUBLISHED.contains(letters) || letters.contains("changeme")) {
      return "is a published default: anyone could sign tokens; make one with openssl rand -hex 32";
    }
    int length = secret.getBytes(UTF_8).length;
    if (length < BYTES_MIN) {
      return "has "
          + length
          + " bytes, at least "
          + BYTES_MIN
          + "; make one with openssl rand -hex 32";
    }
    if (secret.chars().distinct().count() < 8) {
      return "repeats the same few characters; make one with openssl rand -hex 32";
    }
    return null;
  }

  @Override
  public String toString() {
    return "SigningSecret[***]";
  }
}
