package io.klatch.domain.chat;

import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stored message.
///
/// @param text empty when it was deleted
/// @param expiresAt when it is deleted for all; null when it stays
/// @param createdAt for display, in milliseconds, rising in its conversation; order is by `seq`
public record Message(
    ConversationId conversation,
    Seq seq,
    UserId sender,
    String text,
    @Nullable ClientMessageId clientMessageId,
    Instant createdAt,
    Content content,
    Marks marks,
    @Nullable Instant expiresAt) {
  public Message {
    if (seq.equals(Seq.NONE)) {
      throw new IllegalArgumentException("a stored message has a number from 1");
    }
  }

  /// A message that does not end by itself.
  public Message(
      ConversationId conversation,
      Seq seq,
      UserId sender,
      String text,
      @Nullable ClientMessageId clientMessageId,
      Instant createdAt,
      Content content,
      Marks marks) {
    this(conversation, seq, sender, text, clientMessageId, createdAt, content, marks, null);
  }

  /// A message that has nothing but its text.
  public Message(
      ConversationId conversation,
      Seq seq,
      UserId sender,
      String text,
      @Nullable ClientMessageId clientMessageId,
      Instant createdAt) {
    this(conversation, seq, sender, text, clientMessageId, createdAt, Content.NONE, Marks.NONE);
  }

  public Message with(Marks those) {
    return new Message(
        conversation, seq, sender, text, clientMessageId, createdAt, content, those, expiresAt);
  }

  public MessageId id() {
    return MessageId.of(conversation, seq);
  }
}
