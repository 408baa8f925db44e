package io.klatch.domain.kernel;

/// The sender's own id of a message, which makes a send safe to repeat: 1–64 characters on one
/// line.
public record ClientMessageId(String value) {
  public static final int CHARACTERS_MAX = 64;

  public ClientMessageId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a client message id is 1 to " + CHARACTERS_MAX + " characters on one line");
    }
  }

  public static boolean isValid(String value) {
    return !value.isEmpty() && Text.characters(value) <= CHARACTERS_MAX && Text.isLine(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
