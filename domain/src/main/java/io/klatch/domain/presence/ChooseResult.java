package io.klatch.domain.presence;

import java.time.Duration;

/// What became of a choice.
public sealed interface ChooseResult {
  record Chosen(PresenceNews.Own own) implements ChooseResult {}

  /// The end of the choice is not in the time to come.
  record AlreadyOver() implements ChooseResult {}

  record RateLimited(Duration retryAfter) implements ChooseResult {}

  record Unavailable() implements ChooseResult {}
}
