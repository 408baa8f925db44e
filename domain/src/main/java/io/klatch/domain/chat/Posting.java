package io.klatch.domain.chat;

import io.klatch.domain.kernel.Text;
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
    var refusal = refuseText(command.text());
    if (refusal != null) {
      return refusal;
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

  private @Nullable SendResult refuseText(String text) {
    if (!Text.isStorable(text)) {
      return new SendResult.TextMalformed();
    }
    if (!Text.hasVisible(text)) {
      return new SendResult.TextEmpty();
    }
    var bytes = Text.utf8Bytes(text);
    return bytes > limits.textBytesMax()
        ? new SendResult.TextTooLong(bytes, limits.textBytesMax())
        : null;
  }

  private SendResult store(SendMessage command) {
    try {
      return switch (messages.append(command, clock.instant().truncatedTo(ChronoUnit.MILLIS))) {
        case Appended.Stored(var message, var persistedAt, var deduplicated) ->
            new SendResult.Stored(message, persistedAt, deduplicated);
        case Appended.NotAMember() -> new SendResult.NotFound();
      };
    } catch (UnavailableException _) {
      return new SendResult.Unavailable();
    }
  }
}
