package io.klatch.server.webhooks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Whether a back end is asked at all: no more at one time than it may be, and after some failures
/// in a row nobody for a while, then one, whose answer decides. Thread-safe.
final class Breaker {
  static final int OPEN_FROM = 5;
  static final Duration OPEN_FOR = Duration.ofSeconds(10);

  private final Semaphore places;
  private final InstantSource clock;

  @GuardedBy("this")
  private int failures;

  @GuardedBy("this")
  private Instant openUntil = Instant.MIN;

  Breaker(int concurrentMax, InstantSource clock) {
    this.places = new Semaphore(concurrentMax);
    this.clock = clock;
  }

  /// Whether it may be asked now; if so, [#leave] follows. Waits for a place.
  boolean enter(Duration wait) throws InterruptedException {
    return mayAsk() && places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  void leave(boolean answered) {
    places.release();
    synchronized (this) {
      failures = answered ? 0 : failures + 1;
      openUntil = failures >= OPEN_FROM ? clock.instant().plus(OPEN_FOR) : Instant.MIN;
    }
  }

  /// The one who may, when the time is over, keeps others out until it is answered.
  private synchronized boolean mayAsk() {
    if (failures < OPEN_FROM) {
      return true;
    }
    var now = clock.instant();
    if (now.isBefore(openUntil)) {
      return false;
    }
    openUntil = now.plus(OPEN_FOR);
    return true;
  }
}
