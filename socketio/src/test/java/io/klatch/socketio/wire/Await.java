package io.klatch.socketio.wire;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting with an end.
public final class Await {
  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

  private Await() {}

  /// For what tells nobody when it changes, such as a count.
  public static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > NANOS_MAX) {
        throw new AssertionError("not within ten seconds: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  public static void latch(CountDownLatch latch) {
    try {
      if (!latch.await(NANOS_MAX, TimeUnit.NANOSECONDS)) {
        throw new AssertionError("not released within ten seconds");
      }
    } catch (InterruptedException fault) {
      throw new AssertionError("interrupted", fault);
    }
  }
}
