package io.klatch.socketio.engine;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Notices a message that does not end. Most messages come whole; the clock runs from the first
/// read that leaves one incomplete, and its timer is set only then.
///
/// Confined to the channel's event loop, but for `excuse`.
final class MessageClock {
  private final EventExecutor loop;
  private final long timeoutNanos;
  private final Runnable late;
  private boolean running;
  private long startedAt;
  private @Nullable ScheduledFuture<?> timer;

  /// From any thread; a stale value costs one look more.
  private volatile long excusedAt = System.nanoTime();

  private volatile boolean paused;

  MessageClock(EventExecutor loop, long timeoutNanos, Runnable late) {
    this.loop = loop;
    this.timeoutNanos = timeoutNanos;
    this.late = late;
  }

  /// A message has come whole.
  void complete() {
    running = false;
  }

  /// A read is over.
  void readComplete(boolean incomplete) {
    if (!incomplete) {
      running = false;
    } else if (!running) {
      running = true;
      startedAt = System.nanoTime();
      if (timer == null) {
        timer = loop.schedule(this::look, timeoutNanos, TimeUnit.NANOSECONDS);
      }
    }
  }

  /// Reading pauses or goes on; while it pauses it is not the peer who is late.
  void excuse(boolean reading) {
    paused = !reading;
    excusedAt = System.nanoTime();
  }

  private void look() {
    timer = null;
    if (!running) {
      return;
    }
    long now = System.nanoTime();
    long since = excusedAt - startedAt > 0 ? excusedAt : startedAt;
    long left = paused ? timeoutNanos : timeoutNanos - (now - since);
    if (left > 0) {
      timer = loop.schedule(this::look, left, TimeUnit.NANOSECONDS);
    } else {
      late.run();
    }
  }

  void stop() {
    running = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
