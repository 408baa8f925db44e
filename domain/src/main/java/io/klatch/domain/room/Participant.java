package io.klatch.domain.room;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who has a seat in a room.
///
/// @param name what others see
/// @param role what they may do to others
/// @param mode whether they are heard and seen
/// @param mute what silences them; null when they may speak
public record Participant(
    UserId user,
    String name,
    Role role,
    RoomMode mode,
    Instant joinedAt,
    Restraint.@Nullable Muted mute) {
  public boolean muted() {
    return mute != null;
  }
}
