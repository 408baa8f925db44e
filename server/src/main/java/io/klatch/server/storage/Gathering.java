package io.klatch.server.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/// Lets those who were in the last commit come back before the next one begins.
///
/// Senders that wait for their acknowledgements answer a commit all at once, but not at the same
/// instant. A writer that commits with the first of them makes the others wait for two commits: of
/// 16 senders on a disk that takes 4 ms, each then waited 9 ms. So it waits for as many as were in
/// the last batch, at most a quarter of the time that commit took, and never for a single sender.
///
/// Confined to the writer's thread.
final class Gathering {
  private static final long WAIT_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /// Looks within one wait: a sleep each, instead of a wake-up for every job that arrives.
  private static final int LOOKS = 4;

  private int lastJobs;
  private long lastNanos;

  /// Waits before the next commit, if that is worth it.
  ///
  /// @param gathered how many jobs there are by now
  void await(IntSupplier gathered) {
    long waitMax = Math.min(lastNanos / 4, WAIT_MAX_NANOS);
    long deadline = System.nanoTime() + waitMax;
    long left = waitMax;
    while (gathered.getAsInt() < lastJobs && left > 0) {
      LockSupport.parkNanos(Math.min(left, waitMax / LOOKS));
      left = deadline - System.nanoTime();
    }
  }

  /// What the last commit was like.
  void committed(int jobs, long nanos) {
    lastJobs = jobs;
    lastNanos = nanos;
  }
}
