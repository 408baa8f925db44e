package io.klatch.domain.account;

import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who a verified token says the caller is; the only source of identity.
///
/// @param name what others see; the user's id when the token has none
/// @param tokenId the token's `jti`, by which it can be revoked; null when it has none
/// @param issuedAt when the token says it was made; null when it does not say
/// @param expiresAt when the token stops being valid
/// @param device the only device the token is for; null when it is for any
public record Identity(
    TenantId tenant,
    UserId user,
    String name,
    Set<String> roles,
    Set<String> features,
    @Nullable String tokenId,
    @Nullable Instant issuedAt,
    Instant expiresAt,
    @Nullable DeviceId device) {
  public static final int NAME_CHARS_MAX = 200;

  public Identity {
    if (user.equals(UserId.SYSTEM)) {
      throw new IllegalArgumentException(user + " is nobody's name");
    }
    if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("name has 1 to " + NAME_CHARS_MAX + " characters");
    }
    roles = Set.copyOf(roles);
    features = Set.copyOf(features);
  }

  /// Of a token for any device.
  public Identity(
      TenantId tenant,
      UserId user,
      String name,
      Set<String> roles,
      Set<String> features,
      @Nullable String tokenId,
      @Nullable Instant issuedAt,
      Instant expiresAt) {
    this(tenant, user, name, roles, features, tokenId, issuedAt, expiresAt, null);
  }

  /// The same of one that does not say when it was made.
  public Identity(
      TenantId tenant,
      UserId user,
      String name,
      Set<String> roles,
      Set<String> features,
      @Nullable String tokenId,
      Instant expiresAt) {
    this(tenant, user, name, roles, features, tokenId, null, expiresAt);
  }

  public UserKey key() {
    return new UserKey(tenant, user);
  }
}
