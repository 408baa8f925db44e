package io.klatch.socketio.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which web pages may talk to an endpoint, by the `Origin` their browser states. Clients that are
/// no browser state none and are not meant.
///
/// The check holds for every transport. Browsers let any page open a WebSocket anywhere, whatever
/// CORS says, so this is all that stands between a foreign page and its visitor's session.
///
/// Immutable.
public final class Origins {
  /// In a list: pages of the address under which the endpoint itself is reached.
  public static final String SAME = "same";

  /// In a list: every page.
  public static final String ANY = "*";

  private static final Pattern ORIGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  private final boolean any;
  private final boolean same;

  /// In the form of `normal`.
  private final Set<String> listed;

  /// Asked for those that are not listed.
  private final Predicate<String> others;

  private Origins(boolean any, boolean same, Set<String> listed, Predicate<String> others) {
    this.any = any;
    this.same = same;
    this.listed = listed;
    this.others = others;
  }

  /// @param words `same`, `*`, or exact origins, `scheme://host[:port]`
  /// @throws IllegalArgumentException if one of them is something else
  public static Origins of(Collection<String> words) {
    var exact = new TreeSet<String>();
    for (var word : words) {
      if (!word.equals(SAME) && !word.equals(ANY)) {
        exact.add(listed(word));
      }
    }
    return new Origins(words.contains(ANY), words.contains(SAME), exact, _ -> false);
  }

  private static String listed(String word) {
    var origin = normal(word);
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not an origin, which has the form https://host or https://host:port"
              .formatted(word));
    }
    return origin;
  }

  /// These, and besides whatever the application says at the time it is asked; on an event loop, so
  /// it must not block.
  public Origins or(Predicate<String> more) {
    return new Origins(any, same, listed, more);
  }

  /// Whether every page is meant, and nothing need be compared.
  public boolean any() {
    return any;
  }

  /// @param origin as the client stated it
  /// @param own where the client reached the endpoint, as `normal` gives it
  boolean allows(String origin, String own) {
    return lists(origin) || (same && normal(origin).equals(own));
  }

  /// Whether a page may come from there, wherever the endpoint is.
  public boolean lists(String origin) {
    var normal = normal(origin);
    return any || listed.contains(normal) || others.test(normal);
  }

  /// Lower case, and without the port that the scheme implies: browsers leave it out.
  static String normal(String origin) {
    var lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") && lower.endsWith(":80")) {
      return lower.substring(0, lower.length() - 3);
    }
    if (lower.startsWith("https://") && lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - 4);
    }
    return lower;
  }

  /// The words it was made of.
  @Override
  public String toString() {
    var words = new ArrayList<>(listed);
    if (same) {
      words.addFirst(SAME);
    }
    if (any) {
      words.addFirst(ANY);
    }
    return String.join(", ", words);
  }
}
