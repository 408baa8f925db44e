package io.klatch.domain.presence;

import java.time.Duration;

/// The times an operator may set.
///
/// @param idleAfter a device without activity for so long is away
/// @param grace how long a device that is gone counts as if it were not
public record PresenceRules(Duration idleAfter, Duration grace) {
  public static final Duration IDLE_MIN = Duration.ofSeconds(10);
  public static final Duration IDLE_MAX = Duration.ofDays(1);
  public static final Duration GRACE_MAX = Duration.ofMinutes(5);

  /// Not for configuration. When somebody was last here is written at most this often.
  static final Duration SEEN_WRITTEN = Duration.ofMinutes(1);

  /// Users looked at in one step of the desk; the others come with the next.
  static final int STEP_MAX = 5_000;

  /// Users whose presence may be asked for at once, and subscribed to by one socket.
  public static final int USERS_MAX = 500;

  public PresenceRules {
    if (idleAfter.compareTo(IDLE_MIN) < 0 || idleAfter.compareTo(IDLE_MAX) > 0) {
      throw new IllegalArgumentException(
          "presence.idle-after is " + idleAfter + ", allowed is PT10S to PT24H");
    }
    if (grace.isNegative() || grace.compareTo(GRACE_MAX) > 0) {
      throw new IllegalArgumentException(
          "presence.offline-grace is " + grace + ", allowed is PT0S to PT5M");
    }
  }

  public static PresenceRules defaults() {
    return new PresenceRules(Duration.ofMinutes(5), Duration.ofSeconds(20));
  }
}
