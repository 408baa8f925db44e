package io.klatch.domain.limit;

import io.klatch.domain.kernel.UserKey;
import java.time.Duration;

/// Port: counts what users do against their allowances. Thread-safe; does not block.
@FunctionalInterface
public interface Allowances {
  /// Takes one from the user's allowance.
  ///
  /// @return zero when it may go on; otherwise how long to wait, and nothing was taken
  Duration take(LimitName limit, UserKey user);
}
