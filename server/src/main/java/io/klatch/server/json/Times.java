package io.klatch.server.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Times as clients read them: ISO-8601, UTC, always three digits of milliseconds.
public final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  public static String wire(Instant time) {
    return MILLIS.format(time);
  }

  static @Nullable String wireOrNull(@Nullable Instant time) {
    return time == null ? null : wire(time);
  }
}
