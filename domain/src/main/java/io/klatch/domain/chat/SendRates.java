package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import io.klatch.domain.limit.Newcomers;
import io.klatch.domain.limit.Subject;
import java.time.Duration;

/// Everybody sends at a rate, and who is new at a lower one to each conversation.
public record SendRates(Allowances allowances, Newcomers newcomers) implements SendLimiter {
  @Override
  public Duration waitToSend(UserKey sender) {
    return allowances.take(LimitName.SEND, sender);
  }

  /// The usual allowance comes first: it also bounds how many conversations are counted of a user.
  @Override
  public Duration waitToSend(UserKey sender, ConversationId conversation) {
    var wait = waitToSend(sender);
    if (wait.isPositive() || !newcomers.isNew(sender)) {
      return wait;
    }
    var asNew = allowances.take(LimitName.NEW_ACCOUNT_SEND, new Subject(sender, conversation));
    if (asNew.isPositive()) {
      allowances.giveBack(LimitName.SEND, Subject.of(sender));
    }
    return asNew;
  }
}
