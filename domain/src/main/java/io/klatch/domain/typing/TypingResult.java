package io.klatch.domain.typing;

/// What became of a report of typing.
public sealed interface TypingResult {
  /// It counts, or need not because it was said a moment ago or nobody may see it: which of them is
  /// nobody's business.
  record Heard() implements TypingResult {}

  /// No such conversation, or the caller is not in it.
  record NotFound() implements TypingResult {}

  record Unavailable() implements TypingResult {}
}
