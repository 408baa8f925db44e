package io.klatch.domain.account;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;

/// Tokens that are not good any more although they have not expired.
public sealed interface Revocation {
  int TOKEN_ID_CHARACTERS_MAX = 256;

  TenantId tenant();

  /// When it may be forgotten: the tokens it means have expired by then.
  Instant until();

  /// One token.
  ///
  /// @param tokenId its `jti`
  record OfToken(TenantId tenant, String tokenId, Instant until) implements Revocation {
    public OfToken {
      if (tokenId.isEmpty() || tokenId.length() > TOKEN_ID_CHARACTERS_MAX) {
        throw new IllegalArgumentException(
            "a jti has 1 to " + TOKEN_ID_CHARACTERS_MAX + " characters");
      }
    }
  }

  /// Every token of a user that was made before a moment, or does not say when.
  record OfUser(TenantId tenant, UserId user, Instant issuedBefore, Instant until)
      implements Revocation {}

  /// Whether it means this caller's token.
  default boolean means(Identity identity) {
    if (!identity.tenant().equals(tenant())) {
      return false;
    }
    return switch (this) {
      case OfToken(_, var tokenId, _) -> tokenId.equals(identity.tokenId());
      case OfUser(_, var user, var issuedBefore, _) -> {
        var issuedAt = identity.issuedAt();
        yield user.equals(identity.user()) && (issuedAt == null || issuedAt.isBefore(issuedBefore));
      }
    };
  }
}
