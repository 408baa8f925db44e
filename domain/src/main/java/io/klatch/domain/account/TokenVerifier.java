package io.klatch.domain.account;

import org.jspecify.annotations.Nullable;

/// Finds out who is calling. Thread-safe; may block (a key set may have to be fetched).
public interface TokenVerifier {

  /// Says who holds the token, or why it is worth nothing.
  ///
  /// @param token as the caller sent it; null or empty when there was none
  Verification verify(@Nullable String token);

  /// The same of who comes from a Mini App of Telegram.
  default Verification verifyLaunch(Launch launch) {
    return new Verification.Unauthorized("initData of Telegram is not taken here");
  }

  /// What a token was worth.
  sealed interface Verification {
    record Verified(Identity identity) implements Verification {}

    /// `reason` is safe to show to the caller: it names what is wrong with the token, nothing of
    /// ours.
    record Unauthorized(String reason) implements Verification {}

    record TokenExpired() implements Verification {}

    /// It was good and was taken back.
    record Revoked() implements Verification {}

    /// It is good, and its user is not let in for now.
    record Suspended() implements Verification {}

    /// Whether it is good cannot be found out now: the keys of its tenant could not be fetched.
    record KeysUnavailable() implements Verification {}
  }
}
