package io.klatch.domain.chat;

import io.klatch.domain.kernel.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Why somebody may not enter a room, or not speak in it now.
public sealed interface Restraint {
  /// @param until null when it is for good
  record Banned(@Nullable Instant until) implements Restraint {}

  /// They may read and react.
  ///
  /// @param until null when it is for good
  record Muted(@Nullable Instant until) implements Restraint {}

  /// Slow mode: they have spoken a moment ago.
  record TooSoon(Duration retryAfter) implements Restraint {}

  /// Nobody new comes in, and nobody but moderators speaks.
  record Locked() implements Restraint {}

  /// The refusal it is.
  default ErrorCode code() {
    return switch (this) {
      case Banned _ -> ErrorCode.BANNED;
      case Muted _ -> ErrorCode.MUTED;
      case TooSoon _ -> ErrorCode.SLOW_MODE;
      case Locked() -> ErrorCode.LOCKED;
    };
  }
}
