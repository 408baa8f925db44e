package io.klatch.domain.room;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;

/// One user's seat in one room.
public record RoomSeat(RoomKey room, UserId user) {
  public UserKey owner() {
    return new UserKey(room.tenant(), user);
  }
}
