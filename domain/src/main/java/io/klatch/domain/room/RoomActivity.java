package io.klatch.domain.room;

import java.time.Duration;
import java.util.Locale;

/// How lively a room has been of late.
///
/// @param messages sent within [#WINDOW], at most [#COUNTED_MAX]
/// @param joins within it, at most as many
public record RoomActivity(Room room, int messages, int joins) {
  public static final Duration WINDOW = Duration.ofMinutes(5);
  public static final int COUNTED_MAX = 1_000;

  private static final int MEDIUM_FROM = 10;
  private static final int HIGH_FROM = 100;

  /// In one word.
  public enum Level {
    IDLE,
    LOW,
    MEDIUM,
    HIGH;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Level level() {
    var events = messages + joins;
    if (events == 0) {
      return Level.IDLE;
    }
    if (events < MEDIUM_FROM) {
      return Level.LOW;
    }
    return events < HIGH_FROM ? Level.MEDIUM : Level.HIGH;
  }
}
