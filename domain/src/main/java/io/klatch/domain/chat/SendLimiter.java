package io.klatch.domain.chat;

import io.klatch.domain.kernel.UserKey;
import java.time.Duration;

/// Port: how fast one user may send.
@FunctionalInterface
public interface SendLimiter {
  /// Takes one send from the user's allowance.
  ///
  /// @return zero when the send may go on; otherwise how long to wait, and nothing was taken
  Duration waitToSend(UserKey sender);
}
