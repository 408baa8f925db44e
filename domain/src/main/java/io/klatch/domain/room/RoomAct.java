package io.klatch.domain.room;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a moderator does in a room. None may be done to somebody of the same or a higher role, and
/// none undoes what a higher one has imposed.
///
/// @see Rooms#act
public sealed interface RoomAct {
  int REASON_CHARACTERS_MAX = 500;

  /// A year; what is to hold longer holds until it is lifted.
  Duration LASTS_MAX = Duration.ofDays(365);

  /// Whom it is done to; null when it is nobody.
  @Nullable UserId target();

  @Nullable String reason();

  /// They lose their seat and may take another one.
  record Kick(UserId target, @Nullable String reason) implements RoomAct {}

  /// They lose their seat and may not come back, nor read, while it holds. Whoever it is, in or
  /// not.
  ///
  /// @param lasts null until it is lifted
  /// @param allRooms in every room of the tenant; for admins by their token
  record Ban(UserId target, @Nullable Duration lasts, boolean allRooms, @Nullable String reason)
      implements RoomAct {}

  /// @param allRooms lifts the one that holds in every room
  record Unban(UserId target, boolean allRooms, @Nullable String reason) implements RoomAct {}

  /// They may not speak while it holds, wherever they go in between.
  ///
  /// @param muted false to let them speak again
  /// @param lasts null until it is lifted
  record Mute(UserId target, boolean muted, @Nullable Duration lasts, @Nullable String reason)
      implements RoomAct {
    /// Until it is lifted.
    public Mute(UserId target, boolean muted, @Nullable String reason) {
      this(target, muted, null, reason);
    }
  }

  /// What they say from now on is shown to them alone, and they are not told.
  ///
  /// @param banned false to end it
  /// @param lasts null until it is lifted
  record ShadowBan(UserId target, boolean banned, @Nullable Duration lasts, @Nullable String reason)
      implements RoomAct {}

  /// @param target null to take it away
  record Spotlight(@Nullable UserId target, @Nullable String reason) implements RoomAct {}

  /// @param role no owner; it is below the actor's own
  record SetRole(UserId target, Role role, @Nullable String reason) implements RoomAct {}

  /// @param seconds 0 to switch it off
  record SlowMode(int seconds) implements RoomAct {
    @Override
    public @Nullable UserId target() {
      return null;
    }

    @Override
    public @Nullable String reason() {
      return null;
    }
  }

  /// @param locked false to open it again
  record Lock(boolean locked, @Nullable String reason) implements RoomAct {
    @Override
    public @Nullable UserId target() {
      return null;
    }
  }
}
