package io.klatch.domain.room;

import io.klatch.domain.kernel.UserId;
import org.jspecify.annotations.Nullable;

/// What a moderator does in a room. None may be done to somebody of the same or a higher role.
///
/// @see Rooms#act
public sealed interface RoomAct {
  int REASON_CHARACTERS_MAX = 500;

  /// Whom it is done to; null when it is nobody.
  @Nullable UserId target();

  @Nullable String reason();

  /// They lose their seat and may take another one.
  record Kick(UserId target, @Nullable String reason) implements RoomAct {}

  /// @param muted false to let them speak again
  record Mute(UserId target, boolean muted, @Nullable String reason) implements RoomAct {}

  /// @param target null to take it away
  record Spotlight(@Nullable UserId target, @Nullable String reason) implements RoomAct {}
}
