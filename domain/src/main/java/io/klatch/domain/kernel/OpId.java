package io.klatch.domain.kernel;

/// The caller's own id of an operation, which makes it safe to repeat: 1–64 characters on one line.
public record OpId(String value) {
  public static final int CHARACTERS_MAX = 64;

  public OpId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "an operation id is 1 to " + CHARACTERS_MAX + " characters on one line");
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
