package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a page of [Conversations#list] ended. On the wire `<millis>-<conversation id>`, which
/// clients hand back unread.
public record ConversationCursor(Instant lastActivityAt, ConversationId conversation) {
  static ConversationCursor after(Conversation last) {
    return new ConversationCursor(last.lastActivityAt(), last.id());
  }

  public String wire() {
    return lastActivityAt.toEpochMilli() + "-" + conversation.value();
  }

  /// Reads what [#wire] wrote; null when the text is no cursor of ours.
  public static @Nullable ConversationCursor parse(String wire) {
    var dash = wire.indexOf('-');
    if (dash < 1 || !ConversationId.isValid(wire.substring(dash + 1))) {
      return null;
    }
    try {
      var at = Instant.ofEpochMilli(Long.parseLong(wire.substring(0, dash)));
      return new ConversationCursor(at, new ConversationId(wire.substring(dash + 1)));
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
