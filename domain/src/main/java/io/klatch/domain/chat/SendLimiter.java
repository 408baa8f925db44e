package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;

/// How fast one user may send; [SendRates] says it.
@FunctionalInterface
public interface SendLimiter {
  /// Takes one send from the user's allowance.
  ///
  /// @return zero when the send may go on; otherwise how long to wait, and nothing was taken
  Duration waitToSend(UserKey sender);

  /// The same for a message, of which a user may send fewer to one conversation. Where nobody says
  /// so they may not.
  default Duration waitToSend(UserKey sender, ConversationId conversation) {
    return waitToSend(sender);
  }
}
