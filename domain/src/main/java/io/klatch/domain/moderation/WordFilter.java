package io.klatch.domain.moderation;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.search.Words;
import io.klatch.domain.search.Words.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks for words and links by a list. Words are compared as in search: whole, without regard to
/// case, accents and compatibility forms. Immutable, so thread-safe; the time it takes grows with
/// the text, not with the list.
public final class WordFilter implements RoomFilter {
  /// With a scheme, or as people write hosts of pages.
  private static final Pattern LINK =
      Pattern.compile(
          "(?:\\b[a-z][a-z0-9+.-]{1,20}://(?:[^\\s/@]{0,100}@)?|\\bwww\\.)([^\\s/:?#<>\"'()]{1,253})",
          Pattern.CASE_INSENSITIVE);

  /// Anything that may be a host, for those that are named.
  private static final Pattern HOST =
      Pattern.compile("[\\p{L}\\p{N}-]{1,63}+(?:\\.[\\p{L}\\p{N}-]{1,63}+)++");

  private final FilterRules rules;

  /// By their first word.
  private final Map<String, List<List<String>>> phrases = new HashMap<>();

  public WordFilter(FilterRules rules) {
    this.rules = rules;
    for (var phrase : rules.phrases()) {
      var words = Words.of(phrase).stream().map(Word::folded).toList();
      if (!words.isEmpty()) {
        phrases.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>()).add(words);
      }
    }
  }

  @Override
  public Verdict check(TenantId tenant, String text) {
    var link = link(text);
    if (link != null) {
      return new Verdict.Reject("links to " + link + " are not allowed in rooms");
    }
    return phrases.isEmpty() ? new Verdict.Pass() : words(text);
  }

  private Verdict words(String text) {
    var words = Words.of(text);
    var masked = new StringBuilder(text);
    var found = false;
    for (var at = 0; at < words.size(); at++) {
      var length = length(words, at);
      if (length > 0 && !rules.mask()) {
        return new Verdict.Reject("it has a word that is not allowed in rooms");
      }
      if (length > 0) {
        found = true;
        mask(masked, words.get(at).start(), words.get(at + length - 1).end());
      }
    }
    return found ? new Verdict.Mask(masked.toString()) : new Verdict.Pass();
  }

  /// Of the longest phrase that begins there, in words; 0 when none does.
  private int length(List<Word> words, int at) {
    var longest = 0;
    for (var phrase : phrases.getOrDefault(words.get(at).folded(), List.of())) {
      if (phrase.size() > longest && isThere(words, at, phrase)) {
        longest = phrase.size();
      }
    }
    return longest;
  }

  private static boolean isThere(List<Word> words, int at, List<String> phrase) {
    if (at + phrase.size() > words.size()) {
      return false;
    }
    for (var i = 0; i < phrase.size(); i++) {
      if (!words.get(at + i).folded().equals(phrase.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static void mask(StringBuilder text, int start, int end) {
    for (var i = start; i < end; i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        text.setCharAt(i, '*');
      }
    }
  }

  /// The first host that may not be linked to; null when there is none.
  private @Nullable String link(String text) {
    var allowed = rules.linksAllowed();
    if (allowed != null) {
      var links = LINK.matcher(text);
      while (links.find()) {
        var host = host(links.group(1));
        if (!isIn(host, allowed)) {
          return host;
        }
      }
    }
    if (!rules.linksDenied().isEmpty()) {
      var hosts = HOST.matcher(text);
      while (hosts.find()) {
        var host = host(hosts.group());
        if (isIn(host, rules.linksDenied())) {
          return host;
        }
      }
    }
    return null;
  }

  private static String host(String written) {
    var lower = written.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// The host itself or one above it.
  private static boolean isIn(String host, Set<String> hosts) {
    for (var at = 0; at >= 0; at = host.indexOf('.', at + 1)) {
      if (hosts.contains(at == 0 ? host : host.substring(at + 1))) {
        return true;
      }
    }
    return false;
  }
}
