package io.klatch.domain.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of an operation on a message. A refusal stores nothing.
public sealed interface ChangeResult {
  /// It is so now, and on disk.
  ///
  /// @param change null when it was so before
  /// @param deduplicated true when an earlier try of the operation did it: `change` is that one's
  record Done(@Nullable Change change, boolean deduplicated) implements ChangeResult {}

  /// No such conversation, or the actor is not in it.
  record NotFound() implements ChangeResult {}

  /// There is none with that number, or it was deleted.
  record NoSuchMessage() implements ChangeResult {}

  /// It is for the author, or for moderators.
  record NotAllowed() implements ChangeResult {}

  /// They may not speak in the room now.
  record Restrained(Restraint why) implements ChangeResult {}

  /// One of the two of a direct conversation has blocked the other.
  record Blocked() implements ChangeResult {}

  /// @param what of which there are as many as allowed
  record TooMany(String what, int max) implements ChangeResult {}

  /// It has a word or a link that is not allowed in rooms.
  ///
  /// @param what for who says it
  record Filtered(String what) implements ChangeResult {}

  /// Who was asked first refused it.
  ///
  /// @param reason a word of theirs; null when they give none
  record Rejected(@Nullable String reason, String message) implements ChangeResult {}

  record TextUnfit(Unfit why) implements ChangeResult {}

  record RateLimited(Duration retryAfter) implements ChangeResult {}

  record Unavailable() implements ChangeResult {}
}
