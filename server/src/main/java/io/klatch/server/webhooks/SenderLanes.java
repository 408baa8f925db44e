package io.klatch.server.webhooks;

import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One after the other for each sender, in the order they came. Thread-safe; holds a lane only
/// while somebody is in it.
final class SenderLanes {
  private record Lane(ReentrantLock lock, int inside) {}

  private final Map<UserKey, Lane> lanes = new ConcurrentHashMap<>();

  /// Null when the sender's earlier ones take longer than `wait`.
  <T> @Nullable T run(UserKey sender, Duration wait, Supplier<T> work) throws InterruptedException {
    var lane =
        lanes.compute(
            sender,
            (_, before) ->
                before == null
                    ? new Lane(new ReentrantLock(true), 1)
                    : new Lane(before.lock, before.inside + 1));
    try {
      return lane == null ? null : locked(lane.lock, wait, work);
    } finally {
      lanes.computeIfPresent(
          sender, (_, now) -> now.inside == 1 ? null : new Lane(now.lock, now.inside - 1));
    }
  }

  private static <T> @Nullable T locked(ReentrantLock lock, Duration wait, Supplier<T> work)
      throws InterruptedException {
    if (!lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      return null;
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
