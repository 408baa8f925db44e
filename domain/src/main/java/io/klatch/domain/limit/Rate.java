package io.klatch.domain.limit;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A bucket of tokens: `burst` to begin with, `count` come back in each `per`. Written `10 per 1s
/// burst 30`; without `burst` it is `count`.
public record Rate(int count, Duration per, int burst) {
  public static final int COUNT_MAX = 1_000_000;
  public static final Duration PER_MAX = Duration.ofDays(1);

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,7}) per (\\d{1,5})(s|m|h)(?: burst (\\d{1,7}))?");

  public Rate {
    if (count < 1 || count > COUNT_MAX || burst < 1 || burst > COUNT_MAX) {
      throw new IllegalArgumentException("a rate counts 1 to " + COUNT_MAX);
    }
    if (per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(PER_MAX) > 0) {
      throw new IllegalArgumentException("a rate is per 1s to 24h");
    }
  }

  public static Rate of(int count, Duration per) {
    return new Rate(count, per, count);
  }

  /// Null when the text is none.
  public static @Nullable Rate parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return null;
    }
    var count = Integer.parseInt(match.group(1));
    var number = Long.parseLong(match.group(2));
    var per =
        switch (match.group(3)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    try {
      return new Rate(
          count, per, match.group(4) == null ? count : Integer.parseInt(match.group(4)));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// In the form of [#parse].
  @Override
  public String toString() {
    var seconds = per.toSeconds();
    var unit = seconds % 3_600 == 0 ? seconds / 3_600 + "h" : null;
    if (unit == null) {
      unit = seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
    return count + " per " + unit + (burst == count ? "" : " burst " + burst);
  }
}
