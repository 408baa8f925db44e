package io.klatch.domain.room;

import io.klatch.domain.chat.Role;
import org.jspecify.annotations.Nullable;

/// How somebody stands in a room.
///
/// @param role the higher of what the room and their token say
/// @param participant null while they have no seat
/// @param ban null when they are not banned
/// @param mute null when they are not muted
public record RoomStanding(
    Room room,
    Role role,
    @Nullable Participant participant,
    @Nullable Sanction ban,
    @Nullable Sanction mute) {
  public static final String BANNED = "banned";
  public static final String LOCKED = "locked";
  public static final String FULL = "full";

  /// Why they could not join now; null when they could, or are in.
  public @Nullable String obstacle() {
    if (ban != null) {
      return BANNED;
    }
    if (participant != null) {
      return null;
    }
    if (room.order().locked() && !role.isAtLeast(Role.MODERATOR)) {
      return LOCKED;
    }
    return room.isFull() ? FULL : null;
  }
}
