package io.klatch.domain.chat;

/// Why a text cannot be a message's.
public sealed interface Unfit {
  /// It holds a lone surrogate or a NUL.
  record Malformed() implements Unfit {}

  /// It has nothing visible.
  record Empty() implements Unfit {}

  record TooLong(int bytes, int bytesMax) implements Unfit {}
}
