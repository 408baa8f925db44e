package io.klatch.server.realtime;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// For what becomes true on a thread of the server that tells nobody.
final class Waiting {
  private static final Duration MAX = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(5);

  private Waiting() {}

  static void until(String what, BooleanSupplier happened) {
    var end = System.nanoTime() + MAX.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen in " + MAX + ": " + what);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
