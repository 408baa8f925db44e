package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How fast one session's client may send: two token buckets, of packets and of bytes.
///
/// What has been read is always taken and may leave a bucket in debt; then reading pauses until the
/// debt is paid, and the client is not taken for dead meanwhile. A pause, rather than an end,
/// because a client that catches up after a bad network is honest, and one that is not gains
/// nothing: it is read at its rate, and the rest waits in its own send buffer.
///
/// Each method takes the session's lock.
final class Throttle {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /// So that a client at its limit costs a timer now and then, not one per packet.
  private static final long PAUSE_MILLIS_MIN = 20;

  private final EngineSession session;
  private final RateLimits limits;
  private final LimitCounts counts;

  /// Below 0 is debt.
  @GuardedBy("session.lock")
  private double packets;

  @GuardedBy("session.lock")
  private double bytes;

  @GuardedBy("session.lock")
  private long filledAt = System.nanoTime();

  @GuardedBy("session.lock")
  private @Nullable Future<?> pause;

  Throttle(EngineSession session, RateLimits limits, LimitCounts counts) {
    this.session = session;
    this.limits = limits;
    this.counts = counts;
    this.packets = limits.packetsBurst();
    this.bytes = limits.bytesBurst();
  }

  /// Takes what has been read out of the buckets.
  ///
  /// @return how long the client must wait, in milliseconds; 0 if it need not
  long take(int packetsRead, long bytesRead) {
    synchronized (session.lock) {
      if (session.state != EngineSession.State.OPEN) {
        return 0;
      }
      fill();
      packets -= packetsRead;
      bytes -= bytesRead;
      long wait = millisToPay();
      if (wait > 0 && pause == null) {
        counts.count(Limit.RATE);
        pauseFor(wait);
        session.pauseChanged();
      }
      return wait;
    }
  }

  @GuardedBy("session.lock")
  private void fill() {
    long now = System.nanoTime();
    double seconds = (now - filledAt) / NANOS;
    filledAt = now;
    packets = Math.min(limits.packetsBurst(), packets + seconds * limits.packetsPerSecond());
    bytes = Math.min(limits.bytesBurst(), bytes + seconds * limits.bytesPerSecond());
  }

  @GuardedBy("session.lock")
  private long millisToPay() {
    double debt = Math.min(packets / limits.packetsPerSecond(), bytes / limits.bytesPerSecond());
    return debt >= 0 ? 0 : Math.max(PAUSE_MILLIS_MIN, (long) Math.ceil(-debt * 1_000));
  }

  @GuardedBy("session.lock")
  private void pauseFor(long millis) {
    pause = session.after(millis, this::look);
  }

  /// The timer of a pause; once it has begun to run, `stop` cannot cancel it.
  void look() {
    synchronized (session.lock) {
      if (pause == null) {
        return;
      }
      fill();
      long wait = millisToPay();
      if (wait > 0) {
        pauseFor(wait);
      } else {
        pause = null;
        session.pauseChanged();
      }
    }
  }

  boolean isPaused() {
    synchronized (session.lock) {
      return pause != null;
    }
  }

  /// The session ends.
  void stop() {
    synchronized (session.lock) {
      if (pause != null) {
        pause.cancel(false);
        pause = null;
      }
    }
  }
}
