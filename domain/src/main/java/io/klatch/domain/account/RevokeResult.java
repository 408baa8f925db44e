package io.klatch.domain.account;

/// What became of a [Revocation].
public sealed interface RevokeResult {
  /// It holds, here and after a restart.
  record Revoked(Revocation revocation) implements RevokeResult {}

  /// The tenant has as many as it may.
  record TooMany(int revocationsMax) implements RevokeResult {}

  record Unavailable() implements RevokeResult {}
}
