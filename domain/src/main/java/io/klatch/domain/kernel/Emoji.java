package io.klatch.domain.kernel;

/// What a reaction shows: 1–32 bytes of UTF-8 on one line, so a sequence of code points or a name.
public record Emoji(String value) {
  public static final int BYTES_MAX = 32;

  public Emoji {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "an emoji is 1 to " + BYTES_MAX + " bytes of UTF-8 on one line");
    }
  }

  public static boolean isValid(String value) {
    return Text.hasVisible(value) && Text.isLine(value) && Text.utf8Bytes(value) <= BYTES_MAX;
  }

  @Override
  public String toString() {
    return value;
  }
}
