package io.klatch.domain.search;

import io.klatch.domain.search.SearchTerms.Phrase;
import io.klatch.domain.search.Words.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a message in which what was looked for is first said.
///
/// @param text plain, as it was written, with `…` where something is left out
/// @param highlights in rising order, apart from each other
public record Snippet(String text, List<Range> highlights) {
  static final int LENGTH_MAX = 160;
  static final int HIGHLIGHTS_MAX = 20;

  /// How much is shown before the first place.
  private static final int LEAD_MAX = 40;

  private static final String CUT = "…";

  public Snippet {
    highlights = List.copyOf(highlights);
  }

  /// A part of the snippet's text, in UTF-16 units.
  public record Range(int start, int end) {}

  /// Null when the text does not say all of it.
  static @Nullable Snippet of(String text, SearchTerms terms) {
    var words = Words.of(text);
    var places = new ArrayList<Range>();
    for (var phrase : terms.phrases()) {
      if (!find(words, phrase, places)) {
        return null;
      }
    }
    places.sort(Comparator.comparingInt(Range::start).thenComparingInt(Range::end));
    return places.isEmpty() ? null : cut(text, words, places);
  }

  private static boolean find(List<Word> words, Phrase phrase, List<Range> places) {
    var before = places.size();
    var length = phrase.words().size();
    for (var at = 0; at + length <= words.size() && places.size() < before + HIGHLIGHTS_MAX; at++) {
      if (says(words.subList(at, at + length), phrase)) {
        places.add(new Range(words.get(at).start(), words.get(at + length - 1).end()));
      }
    }
    return places.size() > before;
  }

  private static boolean says(List<Word> words, Phrase phrase) {
    for (var i = 0; i < words.size(); i++) {
      var word = words.get(i).folded();
      var wanted = phrase.words().get(i);
      var mayGoOn = phrase.beginning() && i == words.size() - 1;
      if (mayGoOn ? !word.startsWith(wanted) : !word.equals(wanted)) {
        return false;
      }
    }
    return true;
  }

  private static Snippet cut(String text, List<Word> words, List<Range> places) {
    var first = places.getFirst();
    var start = start(words, first);
    var end = end(text, words, start, first);
    var lead = start == 0 ? "" : CUT;
    var shown = lead + text.substring(start, end) + (end == text.length() ? "" : CUT);
    return new Snippet(shown, apart(places, start, end, lead.length() - start));
  }

  /// At the beginning of a word, or of the text.
  private static int start(List<Word> words, Range first) {
    if (first.start <= LEAD_MAX) {
      return 0;
    }
    return words.stream()
        .mapToInt(Word::start)
        .filter(it -> it >= first.start - LEAD_MAX)
        .findFirst()
        .orElse(first.start);
  }

  /// At the end of a word or of the text; within a word that is too long.
  private static int end(String text, List<Word> words, int start, Range first) {
    var last = start + LENGTH_MAX;
    if (text.length() <= last) {
      return text.length();
    }
    var whole =
        words.stream()
            .mapToInt(Word::end)
            .filter(it -> it > first.start && it <= last)
            .max()
            .orElse(last);
    return Character.isLowSurrogate(text.charAt(whole)) ? whole - 1 : whole;
  }

  /// The places within the part shown, joined where they touch.
  private static List<Range> apart(List<Range> places, int start, int end, int shift) {
    var ranges = new ArrayList<Range>();
    for (var place : places) {
      var from = Math.max(place.start, start) + shift;
      var to = Math.min(place.end, end) + shift;
      if (from >= to) {
        continue;
      }
      var last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && from <= last.end) {
        ranges.set(ranges.size() - 1, new Range(last.start, Math.max(last.end, to)));
      } else if (ranges.size() < HIGHLIGHTS_MAX) {
        ranges.add(new Range(from, to));
      }
    }
    return ranges;
  }
}
