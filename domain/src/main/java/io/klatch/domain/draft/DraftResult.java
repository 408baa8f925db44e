package io.klatch.domain.draft;

import java.time.Duration;

/// What became of a draft to keep. A refusal stores nothing.
public sealed interface DraftResult {
  /// It is so now, and on disk.
  ///
  /// @param changed false when it was so before
  record Kept(Draft draft, boolean changed) implements DraftResult {}

  /// No such conversation, or the user is not in it.
  record NotFound() implements DraftResult {}

  /// It holds a lone surrogate or a NUL.
  record Malformed() implements DraftResult {}

  record TooLong(int bytes, int bytesMax) implements DraftResult {}

  /// The user has as many as allowed.
  record TooMany(int max) implements DraftResult {}

  record RateLimited(Duration retryAfter) implements DraftResult {}

  record Unavailable() implements DraftResult {}
}
