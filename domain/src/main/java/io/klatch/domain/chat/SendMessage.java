package io.klatch.domain.chat;

import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Command: say `text` in a conversation.
///
/// @param clientMessageId null when the sender gives up safe repeats
/// @param attachments files of the sender's own, or of the message that is forwarded; in `content`
///   they are once the store has found them
public record SendMessage(
    UserKey sender,
    ConversationId conversation,
    String text,
    @Nullable ClientMessageId clientMessageId,
    Content content,
    List<AttachmentId> attachments,
    Timing timing) {
  public SendMessage {
    attachments = List.copyOf(attachments);
  }

  /// A message without files that is sent at once.
  public SendMessage(
      UserKey sender,
      ConversationId conversation,
      String text,
      @Nullable ClientMessageId clientMessageId,
      Content content) {
    this(sender, conversation, text, clientMessageId, content, List.of(), Timing.NOW);
  }

  /// A message that has nothing but its text.
  public SendMessage(
      UserKey sender,
      ConversationId conversation,
      String text,
      @Nullable ClientMessageId clientMessageId) {
    this(sender, conversation, text, clientMessageId, Content.NONE);
  }

  /// Whether it says something without a text.
  boolean mayBeWordless() {
    return content.body() != null || !attachments.isEmpty();
  }
}
