package io.klatch.domain.safety;

import io.klatch.domain.chat.Admission;
import io.klatch.domain.chat.SendLimiter;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Users keep others away. Blocks until it is durable; call on a virtual thread.
///
/// From the commit on, neither of the two can send in the direct conversation they share or open
/// one, and who is blocked cannot bring the other into a group. Neither sees whether the other is
/// here, types or has read, and neither mentions the other.
public final class Blocking {
  /// Of one user.
  public static final int BLOCKED_MAX = 1_000;

  private final BlockStore store;
  private final SendLimiter limiter;
  private final Admission admission;
  private final BlockListener listener;

  public Blocking(
      BlockStore store, SendLimiter limiter, Admission admission, BlockListener listener) {
    this.store = store;
    this.limiter = limiter;
    this.admission = admission;
    this.listener = listener;
  }

  public BlockResult block(UserKey caller, UserId user) {
    return user.equals(caller.user()) ? new BlockResult.Oneself() : set(caller, user, true);
  }

  public BlockResult unblock(UserKey caller, UserId user) {
    return set(caller, user, false);
  }

  /// Whom the caller has blocked, by rising id, from the start when `after` is null.
  public BlockedResult list(UserKey caller, @Nullable UserId after, int limit) {
    try {
      return new BlockedResult.Found(store.page(caller, after, limit));
    } catch (UnavailableException _) {
      return new BlockedResult.Unavailable();
    }
  }

  private BlockResult set(UserKey caller, UserId user, boolean blocked) {
    var wait = limiter.waitToSend(caller);
    if (wait.isPositive()) {
      return new BlockResult.RateLimited(wait);
    }
    if (!admission.open()) {
      return new BlockResult.Unavailable();
    }
    BlockResult result;
    try {
      result = blocked ? store.block(caller, user, BLOCKED_MAX) : store.unblock(caller, user);
    } catch (UnavailableException _) {
      return new BlockResult.Unavailable();
    }
    if (result instanceof BlockResult.Done(var changed) && changed) {
      listener.changed(caller, user, blocked);
    }
    return result;
  }
}
