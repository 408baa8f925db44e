package io.klatch.domain.search;

import io.klatch.domain.kernel.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What somebody looks for: every phrase of it must be in a message.
///
/// Words are found by their beginning, what is between quotation marks as it is. What is written
/// together (`ann@example.com`, a run of Chinese) is a phrase, too. Nothing a user can write is
/// malformed; marks that are in no word say nothing.
public record SearchTerms(List<Phrase> phrases) {
  public static final int CHARACTERS_MAX = 256;

  /// Words of all phrases together; further ones are not looked for.
  static final int WORDS_MAX = 64;

  /// One letter begins too many words to say anything.
  private static final int BEGINNING_MIN = 2;

  private static final Pattern QUOTATION_MARK = Pattern.compile("[\"“”„«»]");
  private static final Pattern SPACE = Pattern.compile("(?U)\\s+");

  public SearchTerms {
    phrases = List.copyOf(phrases);
  }

  /// Words that follow each other.
  ///
  /// @param beginning whether the last need only begin so
  public record Phrase(List<String> words, boolean beginning) {
    public Phrase {
      words = List.copyOf(words);
    }
  }

  /// Whether it may be read: 1 to [#CHARACTERS_MAX] characters, one of them visible.
  public static boolean isQuery(String query) {
    return query.length() <= 2 * CHARACTERS_MAX
        && Text.characters(query) <= CHARACTERS_MAX
        && Text.hasVisible(query);
  }

  /// Empty when the query has no word.
  public static SearchTerms parse(String query) {
    var phrases = new ArrayList<Phrase>();
    var parts = QUOTATION_MARK.split(query, -1);
    for (var i = 0; i < parts.length; i++) {
      // What is behind the last mark of an odd number is still being written.
      if (i % 2 == 1 && i < parts.length - 1) {
        add(phrases, parts[i], false);
      } else {
        for (var together : SPACE.split(parts[i], -1)) {
          add(phrases, together, true);
        }
      }
    }
    return new SearchTerms(phrases);
  }

  public boolean isEmpty() {
    return phrases.isEmpty();
  }

  /// Words of all phrases.
  public int size() {
    return phrases.stream().mapToInt(phrase -> phrase.words.size()).sum();
  }

  private static void add(List<Phrase> phrases, String written, boolean beginning) {
    var room = WORDS_MAX - phrases.stream().mapToInt(it -> it.words.size()).sum();
    var words = Words.of(written).stream().map(Words.Word::folded).limit(room).toList();
    if (!words.isEmpty()) {
      var last = words.getLast();
      phrases.add(new Phrase(words, beginning && Text.characters(last) >= BEGINNING_MIN));
    }
  }
}
