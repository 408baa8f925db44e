package io.klatch.server.storage;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomEvent.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is to be kept of something that happens in a room, but for who does it and when.
///
/// @param target null when nobody but the actor is concerned
/// @param name of the target, or of the actor
record RoomNote(
    Kind kind,
    @Nullable UserId target,
    String name,
    @Nullable String reason,
    @Nullable Instant expiresAt,
    @Nullable String detail) {
  static RoomNote of(Kind kind, String name) {
    return new RoomNote(kind, null, name, null, null, null);
  }

  RoomNote on(UserId user) {
    return new RoomNote(kind, user, name, reason, expiresAt, detail);
  }

  RoomNote because(@Nullable String why) {
    return new RoomNote(kind, target, name, why, expiresAt, detail);
  }

  RoomNote until(@Nullable Instant end) {
    return new RoomNote(kind, target, name, reason, end, detail);
  }

  RoomNote detail(String more) {
    return new RoomNote(kind, target, name, reason, expiresAt, more);
  }
}
