package io.klatch.domain.chat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of a [SendMessage].
public sealed interface SendResult {
  /// The message is on disk and has its number.
  ///
  /// @param deduplicated true when an earlier send had stored it; all else is that send's answer
  record Stored(Message message, Instant persistedAt, boolean deduplicated) implements SendResult {}

  /// No such conversation, or the sender is not in it: the two are not told apart.
  record NotFound() implements SendResult {}

  /// In a broadcast conversation only moderators and above write.
  record MayNotPost() implements SendResult {}

  /// It answers a message that is not there, or goes to a thread that does not begin with that one.
  record NoSuchMessage() implements SendResult {}

  /// It calls everybody, which in a group is for moderators.
  record MayNotCallAll() implements SendResult {}

  /// It carries a file that is not there, or not the sender's: the two are not told apart.
  record NoSuchAttachment() implements SendResult {}

  /// It was scheduled, and was cancelled, changed or sent since.
  record Withdrawn() implements SendResult {}

  /// They may not speak in the room now.
  record Restrained(Restraint why) implements SendResult {}

  /// One of the two of a direct conversation has blocked the other.
  record Blocked() implements SendResult {}

  /// It has a word or a link that is not allowed in rooms.
  ///
  /// @param what for who says it
  record Filtered(String what) implements SendResult {}

  /// Who was asked first refused it.
  ///
  /// @param reason a word of theirs; null when they give none
  record Rejected(@Nullable String reason, String message) implements SendResult {}

  record TextUnfit(Unfit why) implements SendResult {}

  record RateLimited(Duration retryAfter) implements SendResult {}

  record Unavailable() implements SendResult {}
}
