package io.klatch.domain.room;

import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that happened in a room, as it is kept for ever.
///
/// @param number the room's count of them with this one
/// @param target whom it was done to; null when nobody but the actor is concerned
/// @param name of the target as others saw it then, or of the actor
/// @param reason as the actor gave it, or one of those here; of a [Kind#MODE] the new mode
/// @param expiresAt when what was imposed ends by itself; null when it does not
/// @param requestId of the request by which the actor did it; null where nobody asked
/// @param detail of a [Kind#ROLE] the new role, of a [Kind#SLOW_MODE] the seconds, of
///   [Kind#DELETE_MESSAGES] how many, of what holds everywhere [#ALL_ROOMS]
public record RoomEvent(
    long number,
    Kind kind,
    UserId actor,
    @Nullable UserId target,
    String name,
    @Nullable String reason,
    Instant at,
    @Nullable Instant expiresAt,
    @Nullable String requestId,
    @Nullable String detail) {
  public static final String GONE = "gone";
  public static final String CLOSED = "closed";
  public static final String EXPIRED = "expired";
  public static final String ALL_ROOMS = "all_rooms";

  /// What happened.
  public enum Kind {
    CREATE,
    JOIN,
    LEAVE,
    MODE,
    KICK,
    MUTE,
    UNMUTE,
    SPOTLIGHT,
    CLOSE,
    BAN,
    UNBAN,
    SHADOW_BAN,
    SHADOW_UNBAN,
    SLOW_MODE,
    LOCK,
    UNLOCK,
    ROLE,
    DELETE_MESSAGES;

    /// The kind as clients and the store write it.
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether participants and watchers are told of it.
    public boolean isTold() {
      return this != SHADOW_BAN && this != SHADOW_UNBAN;
    }
  }

  /// Whom it is about.
  public UserId user() {
    return target == null ? actor : target;
  }

  /// Whether whom it is about is sent away by it, if they are in.
  public boolean expels() {
    return kind == Kind.KICK || kind == Kind.BAN;
  }
}
