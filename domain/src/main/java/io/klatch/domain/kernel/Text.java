package io.klatch.domain.kernel;

import java.nio.charset.StandardCharsets;

/// Questions about strings that came from outside. Pure functions.
public final class Text {
  private Text() {}

  /// Whether the string can be stored and sent as it is: no lone surrogate (not encodable as UTF-8)
  /// and no NUL (PostgreSQL refuses it).
  public static boolean isStorable(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /// Whether a reader would see anything: white space, control and format characters (a zero-width
  /// space, a byte order mark) are not visible.
  public static boolean hasVisible(String text) {
    return text.codePoints().anyMatch(Text::isVisible);
  }

  public static int utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Number of code points: what a person counts as characters.
  public static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  static boolean isLine(String text) {
    return isStorable(text) && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static boolean isVisible(int codePoint) {
    return !Character.isWhitespace(codePoint)
        && switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }
}
