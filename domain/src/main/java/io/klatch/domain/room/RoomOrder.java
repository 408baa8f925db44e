package io.klatch.domain.room;

/// How a room is kept in order, for all but its moderators.
///
/// @param slowModeSeconds between two messages of one participant; 0 where it is off
/// @param locked nobody new comes in, and nobody speaks
public record RoomOrder(int slowModeSeconds, boolean locked) {
  public static final int SLOW_MODE_SECONDS_MAX = 120;

  public static final RoomOrder FREE = new RoomOrder(0, false);

  public RoomOrder {
    if (slowModeSeconds < 0 || slowModeSeconds > SLOW_MODE_SECONDS_MAX) {
      throw new IllegalArgumentException(
          "slowModeSeconds is " + slowModeSeconds + ", allowed is 0 to " + SLOW_MODE_SECONDS_MAX);
    }
  }

  public RoomOrder slowed(int seconds) {
    return new RoomOrder(seconds, locked);
  }

  public RoomOrder locked(boolean now) {
    return new RoomOrder(slowModeSeconds, now);
  }
}
