package io.klatch.domain.chat;

import io.klatch.domain.kernel.UserId;
import java.time.Duration;
import java.util.List;

/// What became of an operation on a conversation's members, profile or settings. A refusal stores
/// nothing.
public sealed interface MemberResult {
  /// It is so now, and on disk.
  ///
  /// @param changes none when it was so before
  /// @param deduplicated true when an earlier try of the operation did it: `changes` has the first
  ///   of that one's
  record Done(List<Change> changes, boolean deduplicated) implements MemberResult {
    public Done {
      changes = List.copyOf(changes);
    }
  }

  /// No such conversation, or the actor is not in it.
  record NotFound() implements MemberResult {}

  /// The other user is not in it.
  record NoSuchMember(UserId user) implements MemberResult {}

  /// The actor's role does not allow it.
  record NotAllowed(Role role) implements MemberResult {}

  /// A direct conversation stays what it is: two people.
  record Direct() implements MemberResult {}

  /// The conversation of a room has the members and the name that the room has.
  record OfRoom() implements MemberResult {}

  record TooManyMembers(int members, int membersMax) implements MemberResult {}

  record TitleInvalid(int charactersMax) implements MemberResult {}

  record RateLimited(Duration retryAfter) implements MemberResult {}

  record Unavailable() implements MemberResult {}
}
