package io.klatch.domain.safety;

import java.time.Duration;

/// What became of a block that was to be set or lifted.
public sealed interface BlockResult {
  /// It is so now, and on disk.
  ///
  /// @param changed false when it was so before
  record Done(boolean changed) implements BlockResult {}

  /// Nobody blocks themselves.
  record Oneself() implements BlockResult {}

  record TooMany(int blockedMax) implements BlockResult {}

  record RateLimited(Duration retryAfter) implements BlockResult {}

  record Unavailable() implements BlockResult {}
}
