package io.klatch.domain.chat;

import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Command: say `text` in a conversation.
///
/// @param clientMessageId null when the sender gives up safe repeats
public record SendMessage(
    UserKey sender,
    ConversationId conversation,
    String text,
    @Nullable ClientMessageId clientMessageId,
    Content content) {
  /// A message that has nothing but its text.
  public SendMessage(
      UserKey sender,
      ConversationId conversation,
      String text,
      @Nullable ClientMessageId clientMessageId) {
    this(sender, conversation, text, clientMessageId, Content.NONE);
  }
}
