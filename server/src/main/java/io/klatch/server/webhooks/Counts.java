package io.klatch.server.webhooks;

import java.util.concurrent.atomic.LongAdder;

/// What became of events. Thread-safe.
public final class Counts {
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dead = new LongAdder();

  void delivered() {
    delivered.increment();
  }

  void failed() {
    failed.increment();
  }

  void dead() {
    dead.increment();
  }

  /// Events that were taken.
  public long deliveredTotal() {
    return delivered.sum();
  }

  /// Tries that were not.
  public long failedTotal() {
    return failed.sum();
  }

  /// Events given up.
  public long deadTotal() {
    return dead.sum();
  }
}
