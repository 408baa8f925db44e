package io.klatch.domain.presence;

import io.klatch.domain.kernel.UserKey;
import java.time.Duration;

/// Port: how often a user may choose a status.
@FunctionalInterface
public interface StatusLimiter {
  /// Zero when the user may now, which is counted; otherwise how long to wait.
  Duration waitToChoose(UserKey user);
}
