package io.klatch.bench.load;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/// Keeps the load generator's loop from sleeping while it measures.
///
/// A thread that sleeps has to be woken by whoever writes to it, and the kernel counts that as the
/// writer's time. How often it sleeps depends on how its pace happens to fit the server's, so that
/// a server that is a little slower also pays for more wakings. Clients on other machines cost a
/// server nothing of the kind.
///
/// Confined to the loop, except `setOn`.
final class Wakefulness implements SelectStrategy {
  private volatile boolean on;
  private boolean wasIdle;
  private long askedNanos;
  private long idleNanos;

  /// May be called from any thread; takes effect when the loop next has something to do.
  void setOn(boolean on) {
    this.on = on;
  }

  @Override
  public int calculateStrategy(IntSupplier ready, boolean hasTasks) throws Exception {
    if (!on) {
      wasIdle = false;
      return hasTasks ? ready.get() : SelectStrategy.SELECT;
    }
    int count = ready.get();
    long now = System.nanoTime();
    if (wasIdle) {
      idleNanos += now - askedNanos;
    }
    wasIdle = count == 0 && !hasTasks;
    askedNanos = now;
    return count;
  }

  /// How long it has found nothing to do, since it began.
  long idleNanos() {
    return idleNanos;
  }
}
