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

  /// A message that is sent at once.
  public SendMessage(
      UserKey sender,
      ConversationId conversation,
      String text,
      @Nullable ClientMessageId clientMessageId,
      Content content,
      List<AttachmentId> attachments) {
    this(sender, conversation, text, clientMessageId, content, attachments, Timing.NOW);
  }

  /// A message without files.
  public SendMessage(
      UserKey sender,
      ConversationId conversation,
      String text,
      @Nullable ClientMessageId clientMessageId,
      Content content,
      Timing timing) {
    this(sender, conversation, text, clientMessageId, content, List.of(), timing);
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

  /// The same in other words.
  public SendMessage saying(String other) {
    return new SendMessage(
        sender, conversation, other, clientMessageId, content, attachments, timing);
  }

  /// Whether it says something without a text.
  boolean mayBeWordless() {
    return content.body() != null || !attachments.isEmpty();
  }
}
