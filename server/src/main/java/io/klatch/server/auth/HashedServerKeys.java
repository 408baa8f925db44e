package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.tenant.ServerKey;
import io.klatch.domain.tenant.ServerKeyring;
import io.klatch.domain.tenant.Tenants;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Server keys: `sk_<id>_<secret>`, of which only a hash is kept, and the configured one.
///
/// A key is 256 random bits, so one round of SHA-256 hides it as well as any slower hash would.
/// Hashes are compared, never keys, so that the time it takes says nothing about them.
public final class HashedServerKeys implements ServerKeyring {
  private static final Pattern FORM = Pattern.compile("sk_([0-9a-f]{16})_[A-Za-z0-9_-]{43}");
  private static final String PREFIX = "sk_";
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;

  @SuppressWarnings("ArrayRecordComponent")
  private record Own(byte[] hash) {}

  private final @Nullable Own own;
  private final Tenants tenants;
  private final RandomGenerator random;
  private final InstantSource clock;

  /// @param random a source nobody can predict
  public HashedServerKeys(
      AuthConfig config, Tenants tenants, RandomGenerator random, InstantSource clock) {
    this.own = config.serverKey() == null ? null : new Own(hash(config.serverKey()));
    this.tenants = tenants;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public boolean isOwn(String key) {
    return own != null && MessageDigest.isEqual(own.hash, hash(key));
  }

  @Override
  public @Nullable Holder holder(String key) {
    var form = FORM.matcher(key);
    if (!form.matches()) {
      return null;
    }
    var keyId = form.group(1);
    var tenant = tenants.ofServerKey(keyId);
    if (tenant == null) {
      return null;
    }
    var presented = hash(key);
    for (var kept : tenant.serverKeys()) {
      if (kept.id().equals(keyId)
          && MessageDigest.isEqual(HexFormat.of().parseHex(kept.hash()), presented)) {
        return new Holder(tenant, keyId);
      }
    }
    return null;
  }

  @Override
  public boolean looksLikeOne(String key) {
    return key.startsWith(PREFIX);
  }

  @Override
  public Made make() {
    var id = HexFormat.of().formatHex(bytes(ID_BYTES));
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
    var key = PREFIX + id + "_" + secret;
    var kept =
        new ServerKey(
            id,
            HexFormat.of().formatHex(hash(key)),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return new Made(key, kept);
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
