package io.klatch.domain.room;

import io.klatch.domain.chat.Role;

/// What somebody who asked about a room is told.
public sealed interface RoomRead<T> {
  record Found<T>(T value) implements RoomRead<T> {}

  /// No such room, or it has been closed.
  record NotFound<T>() implements RoomRead<T> {}

  /// The reader's role does not allow it.
  record NotAllowed<T>(Role role) implements RoomRead<T> {}

  record Unavailable<T>() implements RoomRead<T> {}
}
