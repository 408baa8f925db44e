package io.klatch.domain.review;

import java.time.Duration;

/// What became of an appeal.
public sealed interface AppealResult {
  /// It waits.
  ///
  /// @param deduplicated whether an earlier one of the user waits for that room: it is that one
  record Filed(String id, boolean deduplicated) implements AppealResult {}

  record NoSuchRoom() implements AppealResult {}

  /// Neither banned nor muted there.
  record NothingImposed() implements AppealResult {}

  record TextUnfit(int charactersMax) implements AppealResult {}

  record RateLimited(Duration retryAfter) implements AppealResult {}

  record Unavailable() implements AppealResult {}
}
