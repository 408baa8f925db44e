package io.klatch.domain.room;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of an operation on a room. A refusal stores nothing.
public sealed interface RoomResult {
  /// It is so now, and on disk.
  ///
  /// @param room as it is with it
  /// @param participant who it was done to or who did it, if they have a seat now
  /// @param changed false when it was so before
  record Done(Room room, @Nullable Participant participant, boolean changed)
      implements RoomResult {}

  /// No such room, or it has been closed.
  record NotFound() implements RoomResult {}

  record Full(int capacity) implements RoomResult {}

  /// There is a seat, but none for one more publisher.
  record NoPublisherPlace(int publishersMax) implements RoomResult {}

  record NoSuchParticipant(UserId user) implements RoomResult {}

  /// The actor's role does not allow it.
  record NotAllowed(Role role) implements RoomResult {}

  /// Banned from it, or it is locked.
  record Restrained(Restraint why) implements RoomResult {}

  /// Rooms of the configuration stay.
  record Permanent() implements RoomResult {}

  /// There are as many rooms as there may be.
  record TooManyRooms(int roomsMax) implements RoomResult {}

  record RateLimited(Duration retryAfter) implements RoomResult {}

  record Unavailable() implements RoomResult {}
}
