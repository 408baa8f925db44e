package io.klatch.domain.review;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomKey;
import java.time.Instant;

/// Port: appeals at rest. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface AppealStore {
  /// Looks up what holds for the user in that room, and whether they have appealed against it, and
  /// returns when that is durable.
  ///
  /// @param id of the appeal if it is a new one
  AppealResult file(String id, RoomKey room, UserId user, String text, Instant at);
}
