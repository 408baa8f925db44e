package io.klatch.domain.chat;

import java.time.Instant;

/// What [MessageStore#append] did.
public sealed interface Appended {
  /// It is durable.
  ///
  /// @param deduplicated true when the same client message id was stored before: the message is
  ///   that one
  record Stored(Message message, Instant persistedAt, boolean deduplicated) implements Appended {}

  record NotAMember() implements Appended {}

  /// In a broadcast conversation only moderators and above write.
  record MayNotPost() implements Appended {}

  /// It answers a message that is not there, or goes to a thread that does not begin with that one.
  record NoSuchMessage() implements Appended {}

  /// It was scheduled, and was cancelled, changed or sent since.
  record Withdrawn() implements Appended {}

  /// They may not speak in the room now.
  record Restrained(Restraint why) implements Appended {}

  /// One of the two of a direct conversation has blocked the other.
  record Blocked() implements Appended {}

  /// It calls everybody, which in a group is for moderators.
  record MayNotCallAll() implements Appended {}

  /// It carries a file that is not there, or not the sender's.
  record NoSuchAttachment() implements Appended {}
}
