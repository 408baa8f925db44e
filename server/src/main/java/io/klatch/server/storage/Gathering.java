package io.klatch.server.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/// Lets those who were in the last commit come back before the next one begins.
///
/// Senders that wait for their acknowledgements answer a commit all at once, but not at the same
/// instant. A writer that commits with the first of them makes the others wait for two commits: of
/// 16 senders on a disk that takes 4 ms, each then waited 9 ms. So it waits for as many as were in
/// the last batch or waited behind it, as long as they keep coming, and never longer than the
/// commit it may save took. A single sender never waits, and nobody does where the disk is so fast
/// that working on a small batch beats waiting for a large one.
///
/// Confined to the writer's thread.
final class Gathering {
  /// What a commit must take to be worth waiting for.
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long WAIT_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// Looks within one wait: a sleep each, instead of a wake-up for every job that arrives.
  private static final int LOOKS = 8;

  private int expected;
  private long waitMax;

  /// Waits before the next commit, if that is worth it.
  ///
  /// @param jobs how many there are by now
  void await(IntSupplier jobs) {
    int gathered = jobs.getAsInt();
    for (int look = 0; look < LOOKS && gathered < expected; look++) {
      LockSupport.parkNanos(waitMax / LOOKS);
      int before = gathered;
      gathered = jobs.getAsInt();
      if (gathered == before) {
        return; // Nobody is coming.
      }
    }
  }

  /// What the last commit was like.
  ///
  /// @param jobs how many it held
  /// @param waiting how many waited when it was done
  /// @param nanos how long the disk took
  void committed(int jobs, int waiting, long nanos) {
    expected = nanos < SLOW_NANOS ? 0 : jobs + waiting;
    waitMax = Math.min(nanos, WAIT_MAX_NANOS);
  }
}
