package io.klatch.domain.telegram;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.TokenVerifier.Verification;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What [TelegramSignIn] answers.
public sealed interface SignInResult {
  /// @param identity who the token says its holder is, and until when
  record SignedIn(String token, Identity identity, @Nullable URI picture) implements SignInResult {}

  /// @param why never [Verification.Verified]
  record TurnedAway(Verification why) implements SignInResult {}

  record TooOften(Duration retryAfter) implements SignInResult {}
}
