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
/// @param audience the only user who is shown it; null for all who may read there
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
    @Nullable Instant expiresAt,
    @Nullable UserId audience) {
  public Message {
    if (seq.equals(Seq.NONE)) {
      throw new IllegalArgumentException("a stored message has a number from 1");
    }
  }

  /// A message for all.
  public Message(
      ConversationId conversation,
      Seq seq,
      UserId sender,
      String text,
      @Nullable ClientMessageId clientMessageId,
      Instant createdAt,
      Content content,
      Marks marks,
      @Nullable Instant expiresAt) {
    this(
        conversation,
        seq,
        sender,
        text,
        clientMessageId,
        createdAt,
        content,
        marks,
        expiresAt,
        null);
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
        conversation,
        seq,
        sender,
        text,
        clientMessageId,
        createdAt,
        content,
        those,
        expiresAt,
        audience);
  }

  /// Whether that user may be shown it, of those who may read there.
  public boolean isFor(UserId reader) {
    return audience == null || audience.equals(reader);
  }

  public MessageId id() {
    return MessageId.of(conversation, seq);
  }
}
