package io.klatch.domain.webhook;

import java.time.Duration;

/// How a webhook is asked before a message is stored.
///
/// @param deadline for its answer
/// @param failOpen whether the message is stored when there is no answer
public record BeforeSend(Duration deadline, boolean failOpen) {
  public static final Duration DEADLINE_MIN = Duration.ofMillis(50);
  public static final Duration DEADLINE_MAX = Duration.ofSeconds(10);
  public static final Duration DEADLINE_USUAL = Duration.ofSeconds(1);

  public BeforeSend {
    if (deadline.compareTo(DEADLINE_MIN) < 0 || deadline.compareTo(DEADLINE_MAX) > 0) {
      throw new IllegalArgumentException(
          "before_send.deadline_ms is %d, allowed: %d to %d"
              .formatted(deadline.toMillis(), DEADLINE_MIN.toMillis(), DEADLINE_MAX.toMillis()));
    }
  }
}
