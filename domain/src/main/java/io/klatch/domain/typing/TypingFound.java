package io.klatch.domain.typing;

/// Who is typing, as the caller may see it.
public sealed interface TypingFound {
  record Found(TypingView view) implements TypingFound {}

  /// No such conversation, or the caller is not in it.
  record NotFound() implements TypingFound {}

  record Unavailable() implements TypingFound {}
}
