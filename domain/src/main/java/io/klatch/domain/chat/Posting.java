package io.klatch.domain.chat;

import io.klatch.domain.kernel.UnavailableException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Takes a message from its sender to the store. A refusal stores nothing.
///
/// Blocks until the message is durable; call on a virtual thread.
public final class Posting {
  private final MessageStore messages;
  private final SendLimiter limiter;
  private final Admission admission;
  private final ChatLimits limits;
  private final Clock clock;
  private final Screening screening;

  /// With nobody who is asked first.
  public Posting(
      MessageStore messages,
      SendLimiter limiter,
      Admission admission,
      ChatLimits limits,
      Clock clock) {
    this(messages, limiter, admission, limits, clock, Screening.NONE);
  }

  public Posting(
      MessageStore messages,
      SendLimiter limiter,
      Admission admission,
      ChatLimits limits,
      Clock clock,
      Screening screening) {
    this.messages = messages;
    this.limiter = limiter;
    this.admission = admission;
    this.limits = limits;
    this.clock = clock;
    this.screening = screening;
  }

  public SendResult send(SendMessage command) {
    var unfit = unfit(command);
    if (unfit != null) {
      return new SendResult.TextUnfit(unfit);
    }
    var wait = limiter.waitToSend(command.sender(), command.conversation());
    if (wait.isPositive()) {
      return new SendResult.RateLimited(wait);
    }
    if (!admission.open()) {
      return new SendResult.Unavailable();
    }
    return screening.asks(command.sender().tenant())
        ? screening.screen(command, this::storeFit)
        : store(command);
  }

  /// The same for what nobody says ([UserId#SYSTEM]), in any conversation there is.
  public SendResult announce(SendMessage command) {
    var unfit = unfit(command);
    if (unfit != null) {
      return new SendResult.TextUnfit(unfit);
    }
    return admission.open() ? store(command) : new SendResult.Unavailable();
  }

  /// It may have been changed.
  private SendResult storeFit(SendMessage command) {
    var unfit = unfit(command);
    return unfit == null ? store(command) : new SendResult.TextUnfit(unfit);
  }

  private @Nullable Unfit unfit(SendMessage command) {
    return TextRule.check(command.text(), limits, command.mayBeWordless());
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
