package io.klatch.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.AttachmentKey;
import io.klatch.domain.kernel.TenantId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Tokens for `?token=`: whoever has one may read one attachment for a few minutes, as `<img>` and
/// `<video>` must, which send no header. Signed, and kept nowhere. Thread-safe.
public final class AttachmentLinks {
  /// As long as a browser may keep what it got.
  public static final Duration LIFE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]{1,200})\\.(\\d{1,12})\\.([A-Za-z0-9_-]{43})");

  private final SecretKeySpec key;
  private final InstantSource clock;

  /// @param key of this purpose alone
  public AttachmentLinks(byte[] key, InstantSource clock) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  /// Until when a token made now is good.
  Instant expiry() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(LIFE);
  }

  String token(AttachmentKey attachment, Instant expires) {
    var tenant = base64(attachment.tenant().value().getBytes(UTF_8));
    var said = tenant + "." + expires.getEpochSecond();
    return said + "." + base64(signature(said, attachment.id()));
  }

  /// What the token opens; null when it is none of this attachment, or too old.
  @Nullable AttachmentKey opened(AttachmentId id, String token) {
    var match = FORM.matcher(token);
    if (!match.matches()) {
      return null;
    }
    var said = match.group(1) + "." + match.group(2);
    try {
      var isOurs = MessageDigest.isEqual(signature(said, id), bytes(match.group(3)));
      var expires = Instant.ofEpochSecond(Long.parseLong(match.group(2)));
      return isOurs && clock.instant().isBefore(expires)
          ? new AttachmentKey(new TenantId(new String(bytes(match.group(1)), UTF_8)), id)
          : null;
    } catch (IllegalArgumentException _) {
      return null; // No base64.
    }
  }

  private byte[] signature(String said, AttachmentId id) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((said + "." + id.value()).getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }
}
