package io.klatch.domain.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts a text into words, in a form in which equal means "found by".
///
/// A word is a run of letters, marks and digits. Where a script puts no spaces between words
/// (Chinese, Japanese, Thai …), and in Korean, where endings follow without one, each character is
/// a word of its own, and so is each emoji and other symbol: several in a row are searched for as a
/// phrase, so any part of a run is found. Case, accents and compatibility forms (full width,
/// ligatures) make no difference. Punctuation is in no word.
///
/// A folded word holds ASCII letters, ASCII digits and characters beyond ASCII, nothing else.
public final class Words {
  /// What is longer is found by its beginning.
  static final int CHARACTERS_MAX = 64;

  private static final Set<UnicodeScript> WITHOUT_SPACES =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private final String text;
  private final List<Word> found = new ArrayList<>();

  /// Where the run of letters under way begins; -1 when there is none. Confined to one call of
  /// [#of].
  private int begin = -1;

  private Words(String text) {
    this.text = text;
  }

  /// One word of a text, and where it stands in it, in UTF-16 units.
  public record Word(String folded, int start, int end) {}

  /// The words of the text in their order.
  public static List<Word> of(String text) {
    return new Words(text).all();
  }

  private List<Word> all() {
    int next;
    for (var at = 0; at < text.length(); at = next) {
      var character = text.codePointAt(at);
      next = at + Character.charCount(character);
      switch (kind(character)) {
        case LETTER -> begin = begin < 0 ? at : begin;
        case ATTACHED -> {
          // It belongs to what is before it.
        }
        case ALONE -> {
          end(at);
          add(at, next);
        }
        case BETWEEN -> end(at);
      }
    }
    end(text.length());
    return found;
  }

  private void end(int at) {
    if (begin >= 0) {
      add(begin, at);
      begin = -1;
    }
  }

  private void add(int start, int end) {
    var folded = fold(text.substring(start, end));
    if (!folded.isEmpty()) {
      found.add(new Word(folded, start, end));
    }
  }

  private enum Kind {
    LETTER,
    ATTACHED,
    ALONE,
    BETWEEN
  }

  private static Kind kind(int character) {
    return switch (Character.getType(character)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          isWithoutSpaces(character) ? Kind.ALONE : Kind.LETTER;
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT ->
          isWithoutSpaces(character) ? Kind.ALONE : Kind.ATTACHED;
      // Unassigned: an emoji that is newer than this Java.
      case Character.OTHER_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          character > 127 ? Kind.ALONE : Kind.BETWEEN;
      default -> Kind.BETWEEN;
    };
  }

  private static boolean isWithoutSpaces(int character) {
    return character > 127 && WITHOUT_SPACES.contains(UnicodeScript.of(character));
  }

  private static String fold(String word) {
    if (word.chars().allMatch(each -> each < 128)) {
      return cut(word.toLowerCase(Locale.ROOT));
    }
    if (isSymbol(word.codePointAt(0))) {
      return word;
    }
    var parts = Normalizer.normalize(word, Normalizer.Form.NFKD);
    var bare = new StringBuilder(parts.length());
    parts.codePoints().filter(Words::isKept).forEach(bare::appendCodePoint);
    var whole = Normalizer.normalize(bare, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
    var folded = new StringBuilder(whole.length());
    // One by one: as a text, a final sigma would become another letter than the others.
    whole.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
    return cut(folded.toString());
  }

  private static String cut(String folded) {
    return folded.codePointCount(0, folded.length()) <= CHARACTERS_MAX
        ? folded
        : folded.substring(0, folded.offsetByCodePoints(0, CHARACTERS_MAX));
  }

  private static boolean isSymbol(int character) {
    return kind(character) == Kind.ALONE && !isWithoutSpaces(character);
  }

  /// Without accents, which follow the script of their letter, and without what nobody sees; but
  /// with the voicing marks of Japanese, which make another sound.
  private static boolean isKept(int character) {
    if (character < 128) {
      return Character.isLetterOrDigit(character);
    }
    var voicing = character == 0x3099 || character == 0x309A;
    var type = Character.getType(character);
    return voicing
        || (type != Character.FORMAT
            && !(type == Character.NON_SPACING_MARK
                && UnicodeScript.of(character) == UnicodeScript.INHERITED)
            && type != Character.ENCLOSING_MARK
            && !Character.isSpaceChar(character));
  }
}
