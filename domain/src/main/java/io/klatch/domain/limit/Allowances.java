package io.klatch.domain.limit;

import io.klatch.domain.kernel.UserKey;
import java.time.Duration;

/// Port: counts what users do against their allowances. Thread-safe; does not block.
@FunctionalInterface
public interface Allowances {
  /// Takes one from the allowance.
  ///
  /// @param subject of the limit's scope
  /// @return zero when it may go on; otherwise how long to wait, and nothing was taken
  Duration take(LimitName limit, Subject subject);

  /// For limits of [LimitScope#USER].
  default Duration take(LimitName limit, UserKey user) {
    return take(limit, Subject.of(user));
  }

  /// What was taken came to nothing. Where nothing is kept there is nothing to give back.
  default void giveBack(LimitName limit, Subject subject) {}
}
