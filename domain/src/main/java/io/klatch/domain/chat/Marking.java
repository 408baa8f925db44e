package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;

/// Reactions and pins. Blocks until it is durable; call on a virtual thread.
public final class Marking {
  private final MessageChanges messages;
  private final Guard guard;

  public Marking(MessageChanges messages, Guard guard) {
    this.messages = messages;
    this.guard = guard;
  }

  public ChangeResult react(MessageTarget target, Emoji emoji) {
    return guard.run(target.actor(), () -> messages.react(target, emoji));
  }

  public ChangeResult unreact(MessageTarget target, Emoji emoji) {
    return guard.run(target.actor(), () -> messages.unreact(target, emoji));
  }

  public ChangeResult pin(MessageTarget target) {
    return guard.run(target.actor(), () -> messages.pin(target));
  }

  public ChangeResult unpin(MessageTarget target) {
    return guard.run(target.actor(), () -> messages.unpin(target));
  }

  /// All of them: there are at most [ChatLimits#PINS_MAX].
  public HistoryResult pins(UserKey reader, ConversationId conversation) {
    try {
      var found = messages.pins(reader, conversation);
      return found == null
          ? new HistoryResult.NotFound()
          : new HistoryResult.Found(new MessagePage(found, false));
    } catch (UnavailableException _) {
      return new HistoryResult.Unavailable();
    }
  }
}
