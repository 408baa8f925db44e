package io.klatch.domain.chat;

import io.klatch.domain.kernel.UnavailableException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/// Takes a message from its sender to the store. A refusal stores nothing.
///
/// Blocks until the message is durable; call on a virtual thread.
public final class Posting {
  private final MessageStore messages;
  private final SendLimiter limiter;
  private final Admission admission;
  private final ChatLimits limits;
  private final Clock clock;

  public Posting(
      MessageStore messages,
      SendLimiter limiter,
      Admission admission,
      ChatLimits limits,
      Clock clock) {
    this.messages = messages;
    this.limiter = limiter;
    this.admission = admission;
    this.limits = limits;
    this.clock = clock;
  }

  public SendResult send(SendMessage command) {
    var unfit = TextRule.check(command.text(), limits, command.mayBeWordless());
    if (unfit != null) {
      return new SendResult.TextUnfit(unfit);
    }
    var wait = limiter.waitToSend(command.sender());
    if (wait.isPositive()) {
      return new SendResult.RateLimited(wait);
    }
    if (!admission.open()) {
      return new SendResult.Unavailable();
    }
    return store(command);
  }

  private SendResult store(SendMessage command) {
    try {
      return switch (messages.append(command, clock.instant().truncatedTo(ChronoUnit.MILLIS))) {
        case Appended.Stored(var message, var persistedAt, var deduplicated) ->
            new SendResult.Stored(message, persistedAt, deduplicated);
        case Appended.Blocked() -> new SendResult.Blocked();
        case Appended.NotAMember() -> new SendResult.NotFound();
        case Appended.MayNotPost() -> new SendResult.MayNotPost();
        case Appended.NoSuchMessage() -> new SendResult.NoSuchMessage();
        case Appended.MayNotCallAll() -> new SendResult.MayNotCallAll();
        case Appended.NoSuchAttachment() -> new SendResult.NoSuchAttachment();
        case Appended.Withdrawn() -> new SendResult.Withdrawn();
      };
    } catch (UnavailableException _) {
      return new SendResult.Unavailable();
    }
  }
}
