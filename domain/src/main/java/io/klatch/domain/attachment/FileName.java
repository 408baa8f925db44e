package io.klatch.domain.attachment;

import io.klatch.domain.kernel.Text;

/// What a file is called: for people, and never a place in a file system.
public record FileName(String value) {
  public static final int CHARACTERS_MAX = 200;

  private static final String NAMELESS = "file";

  public FileName {
    if (value.isEmpty() || Text.characters(value) > CHARACTERS_MAX || !Text.isStorable(value)) {
      throw new IllegalArgumentException("a file name has 1 to " + CHARACTERS_MAX + " characters");
    }
  }

  /// What is left of the name a client gives: no folders, nothing invisible (of which some turn the
  /// direction of writing and so hide an ending), no more than fits.
  public static FileName of(String given) {
    var base = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    var clean = new StringBuilder();
    base.codePoints().filter(FileName::isFit).limit(CHARACTERS_MAX).forEach(clean::appendCodePoint);
    var name = clean.toString().strip();
    return new FileName(Text.hasVisible(name) && !isDots(name) ? name : NAMELESS);
  }

  private static boolean isFit(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean isDots(String name) {
    return name.chars().allMatch(c -> c == '.');
  }

  @Override
  public String toString() {
    return value;
  }
}
