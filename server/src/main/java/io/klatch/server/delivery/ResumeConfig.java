package io.klatch.server.delivery;

import java.time.Duration;

/// How much a resume replays; beyond it the client is told to catch up by itself.
///
/// @param eventsMax events of one replay
/// @param bytesMax of them, encoded
/// @param ageMax of the oldest event missed
/// @param sessionMax how long after its first connect a session can be resumed
public record ResumeConfig(int eventsMax, int bytesMax, Duration ageMax, Duration sessionMax) {
  public ResumeConfig {
    if (eventsMax < 1 || bytesMax < 1 || !ageMax.isPositive() || !sessionMax.isPositive()) {
      throw new IllegalArgumentException("every bound of a resume is positive");
    }
  }

  public static ResumeConfig defaults() {
    return new ResumeConfig(1_000, 1_000_000, Duration.ofHours(24), Duration.ofDays(30));
  }
}
