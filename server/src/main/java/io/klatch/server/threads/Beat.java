package io.klatch.server.threads;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that is done again and again, a pause between, on a virtual thread of its own; it may
/// block. A fault is logged and the next round comes all the same.
public final class Beat implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Beat.class);

  private final Duration pause;
  private final Runnable work;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// Starts it, a pause before the first round.
  public Beat(String role, Duration pause, Runnable work) {
    this.pause = pause;
    this.work = work;
    this.thread = Thread.ofVirtual().name("klatch-" + role).start(this::run);
  }

  /// Waits for the end of the round under way; there is no further one.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        round();
      }
    } catch (InterruptedException e) {
      log.error("interrupted; no further round thread={}", Thread.currentThread().getName(), e);
    }
  }

  private void round() {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("round failed thread={}", Thread.currentThread().getName(), e);
    }
  }
}
