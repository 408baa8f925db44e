package io.klatch.socketio.engine;

import java.time.Duration;

/// When to ping and when a silent session is over: pure arithmetic on `System.nanoTime` values.
///
/// There is one absolute deadline, counted from the handshake or the last pong, and whoever touches
/// the session checks it. A timer alone would be late by its resolution, and a poll that arrives
/// after the deadline must be refused even if the timer has not fired. The next ping is due an
/// interval after the last pong, not at a fixed rate.
///
/// Guarded by its session's lock.
final class Heartbeat {
  enum Due {
    NOTHING,
    PING,
    TIMEOUT
  }

  private final long intervalNanos;
  private final long timeoutNanos;
  private long pingAt;
  private long deadline;
  private boolean awaitingPong;

  Heartbeat(Duration interval, Duration timeout, long now) {
    this.intervalNanos = interval.toNanos();
    this.timeoutNanos = timeout.toNanos();
    arm(now);
  }

  private void arm(long now) {
    pingAt = now + intervalNanos;
    deadline = pingAt + timeoutNanos;
    awaitingPong = false;
  }

  void onPong(long now) {
    arm(now);
  }

  /// Gives the client a whole timeout from now on; for a server that was not reading.
  void excuse(long now) {
    if (now + timeoutNanos - deadline > 0) {
      deadline = now + timeoutNanos;
    }
  }

  boolean expired(long now) {
    return now - deadline >= 0;
  }

  /// What is due now; a due ping counts as sent.
  Due due(long now) {
    if (expired(now)) {
      return Due.TIMEOUT;
    }
    if (!awaitingPong && now - pingAt >= 0) {
      awaitingPong = true;
      return Due.PING;
    }
    return Due.NOTHING;
  }

  /// Nanoseconds until something can be due, at least 0.
  long nanosToNext(long now) {
    return Math.max(0, (awaitingPong ? deadline : pingAt) - now);
  }
}
