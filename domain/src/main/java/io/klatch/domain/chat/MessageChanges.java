package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Emoji;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: what is done to messages that are there. All block until it is durable and throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now. Each checks in
/// the transaction that writes that the actor is a member and may do it, and finds an operation
/// that was done before by its id.
public interface MessageChanges {
  /// Has the message say something else and keeps what it said; for its author. Text and body
  /// cannot both be empty afterwards.
  ChangeResult edit(MessageTarget target, MessageEdit edit);

  /// Takes text, versions, reactions and pin away from all; for its author and for moderators.
  ChangeResult delete(MessageTarget target);

  /// Takes the message out of the actor's own history.
  ChangeResult hide(MessageTarget target);

  ChangeResult react(MessageTarget target, Emoji emoji);

  ChangeResult unreact(MessageTarget target, Emoji emoji);

  ChangeResult pin(MessageTarget target);

  ChangeResult unpin(MessageTarget target);

  /// What it said, oldest first and last as it is; empty when there is no such message, null when
  /// the conversation is unknown or the reader is not in it
  @Nullable List<Version> versions(UserKey reader, ConversationId conversation, Seq seq);

  /// The pinned messages, newest pin first, or null when the conversation is unknown or the reader
  /// is not in it
  @Nullable List<Message> pins(UserKey reader, ConversationId conversation);

  /// What the message said, and since when.
  record Version(String text, @Nullable String body, Instant at) {}
}
