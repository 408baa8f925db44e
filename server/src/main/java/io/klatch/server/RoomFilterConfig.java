package io.klatch.server;

import io.klatch.domain.moderation.FilterRules;
import io.klatch.server.config.Settings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which words and links may not be in messages of rooms.
final class RoomFilterConfig {
  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final Pattern HOST =
      Pattern.compile("[\\p{L}\\p{N}-]{1,63}(\\.[\\p{L}\\p{N}-]{1,63}){0,10}");

  private RoomFilterConfig() {}

  /// What becomes of a message with such a word.
  enum OnWord {
    REJECT,
    MASK
  }

  static FilterRules from(Settings settings) {
    return new FilterRules(
        settings.words(
            "rooms.filter.words",
            NONE,
            "none, or words and phrases, separated by commas",
            RoomFilterConfig::phrases),
        settings.choice("rooms.filter.on-word", OnWord.REJECT) == OnWord.MASK,
        settings.words(
                "rooms.filter.links-allowed",
                ALL,
                "all, none, or hosts such as example.com, separated by commas",
                given -> new Allowed(allowed(words(given))))
            .hosts,
        settings.words(
            "rooms.filter.links-denied",
            NONE,
            "none, or hosts such as example.com, separated by commas",
            words -> hosts(words(words))));
  }

  /// @param hosts null for all
  private record Allowed(@Nullable Set<String> hosts) {}

  private static List<String> phrases(List<String> given) {
    var words = words(given);
    return words.equals(List.of(NONE)) ? List.of() : words;
  }

  private static @Nullable Set<String> allowed(List<String> words) {
    return words.equals(List.of(ALL)) ? null : hosts(words);
  }

  private static Set<String> hosts(List<String> words) {
    if (words.equals(List.of(NONE))) {
      return Set.of();
    }
    var hosts = new HashSet<String>();
    for (var word : words) {
      if (!HOST.matcher(word).matches()) {
        throw new IllegalArgumentException("no host: " + word);
      }
      hosts.add(word.toLowerCase(Locale.ROOT));
    }
    return hosts;
  }

  private static List<String> words(List<String> given) {
    return given.stream()
        .flatMap(word -> Arrays.stream(word.split(",", -1)))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
