package io.klatch.domain.moderation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which words and links may not be in messages of rooms.
///
/// @param phrases a word, or several in a row
/// @param mask whether they are replaced by asterisks; else the message is refused
/// @param linksAllowed hosts, with all below them; null for all
/// @param linksDenied hosts, with all below them, of whatever is allowed
public record FilterRules(
    List<String> phrases,
    boolean mask,
    @Nullable Set<String> linksAllowed,
    Set<String> linksDenied) {
  public static final int PHRASES_MAX = 10_000;
  public static final int HOSTS_MAX = 10_000;

  public static final FilterRules NONE = new FilterRules(List.of(), false, null, Set.of());

  public FilterRules {
    phrases = List.copyOf(phrases);
    linksAllowed = linksAllowed == null ? null : Set.copyOf(linksAllowed);
    linksDenied = Set.copyOf(linksDenied);
    if (phrases.size() > PHRASES_MAX) {
      throw new IllegalArgumentException("at most " + PHRASES_MAX + " words");
    }
    if (linksDenied.size() > HOSTS_MAX
        || (linksAllowed != null && linksAllowed.size() > HOSTS_MAX)) {
      throw new IllegalArgumentException("at most " + HOSTS_MAX + " hosts");
    }
  }

  /// Whether every text passes.
  public boolean isEmpty() {
    return phrases.isEmpty() && linksAllowed == null && linksDenied.isEmpty();
  }
}
