package io.klatch.domain.chat;

import io.klatch.domain.kernel.UnavailableException;
import java.time.Duration;

/// Deletes messages whose time has passed. Blocks; to be called again and again.
public final class Expiry {
  /// After sending, for a message and as a conversation's default.
  public static final Duration AFTER_MIN = Duration.ofSeconds(5);

  public static final Duration AFTER_MAX = Duration.ofDays(365);

  /// Deleted in one transaction, which the sends behind it wait for.
  static final int BATCH = 100;

  /// Deleted in one round, so that a stop does not wait for more.
  static final int ROUND_MAX = 1_000;

  private final ExpiryStore store;
  private final Admission admission;

  public Expiry(ExpiryStore store, Admission admission) {
    this.store = store;
    this.admission = admission;
  }

  /// @return how many were deleted
  public int round() {
    var deleted = 0;
    try {
      while (deleted < ROUND_MAX && admission.open()) {
        var batch = store.expire(BATCH);
        deleted += batch;
        if (batch < BATCH) {
          return deleted;
        }
      }
    } catch (UnavailableException _) {
      // The next round finds them as they are.
    }
    return deleted;
  }
}
