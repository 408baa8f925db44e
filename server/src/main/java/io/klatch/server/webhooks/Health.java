package io.klatch.server.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Whether a webhook takes anything at all: after some failures in a row it is down, and is tried
/// with one event at a time, ever more seldom, until it takes one. Confined to its follower's
/// thread.
final class Health {
  /// Failures in a row that make a webhook down.
  static final int DOWN_FROM = 5;

  private final WebhookConfig config;
  private final RandomGenerator random;
  private int failures;
  private Instant pausedUntil = Instant.MIN;
  private @Nullable Instant failingSince;

  Health(WebhookConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  boolean isDown() {
    return failures >= DOWN_FROM;
  }

  /// When it may be tried next.
  Instant pausedUntil() {
    return pausedUntil;
  }

  @Nullable Instant failingSince() {
    return failingSince;
  }

  void succeeded() {
    failures = 0;
    pausedUntil = Instant.MIN;
    failingSince = null;
  }

  void failed(Instant now) {
    failures++;
    if (failingSince == null) {
      failingSince = now;
    }
    if (isDown()) {
      pausedUntil = now.plus(pause(failures - DOWN_FROM + 1));
    }
  }

  /// With chance in it, so that many do not come back at one moment.
  Duration pause(int inARow) {
    var whole = config.pauseAfter(inARow).toNanos();
    return Duration.ofNanos(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
