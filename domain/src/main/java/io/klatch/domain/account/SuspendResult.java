package io.klatch.domain.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of a user who was to be suspended, or to be let in again.
public sealed interface SuspendResult {
  /// It is so, here and after a restart.
  ///
  /// @param since null when the user is not suspended
  record Done(@Nullable Instant since) implements SuspendResult {}

  /// The tenant has as many suspended users as it may.
  record TooMany(int suspendedMax) implements SuspendResult {}

  record Unavailable() implements SuspendResult {}
}
