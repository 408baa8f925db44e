package io.klatch.server.api;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets requests in until the server stops, and then waits for those inside: what was stored is
/// answered before its connection goes. Thread-safe.
public final class Intake {
  private static final int ALL = Integer.MAX_VALUE;

  private final Semaphore places = new Semaphore(ALL);
  private volatile boolean closed;

  /// Whether the request may begin; if so, [#leave] follows when its answer is queued.
  public boolean enter() {
    return !closed && places.tryAcquire();
  }

  public void leave() {
    places.release();
  }

  /// Lets nobody in from now on.
  ///
  /// @return whether everybody inside had left within `wait`
  public boolean close(Duration wait) throws InterruptedException {
    closed = true;
    return places.tryAcquire(ALL, wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
