package io.klatch.domain.chat;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import java.util.function.Supplier;

/// Lets an operation on a message through as a send is let through: not too fast, not while
/// delivery is behind.
public record Guard(SendLimiter limiter, Admission admission) {
  ChangeResult run(UserKey actor, Supplier<ChangeResult> operation) {
    var wait = limiter.waitToSend(actor);
    if (wait.isPositive()) {
      return new ChangeResult.RateLimited(wait);
    }
    if (!admission.open()) {
      return new ChangeResult.Unavailable();
    }
    try {
      return operation.get();
    } catch (UnavailableException _) {
      return new ChangeResult.Unavailable();
    }
  }
}
