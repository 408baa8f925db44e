package io.klatch.domain.webhook;

import java.util.List;

/// What [DeadLetters] answers.
public sealed interface LettersResult {
  record Page(List<DeadLetter> letters, boolean hasMore) implements LettersResult {}

  /// @param count how many are sent once more
  record Again(int count) implements LettersResult {}

  record NotFound() implements LettersResult {}

  record Unavailable() implements LettersResult {}
}
