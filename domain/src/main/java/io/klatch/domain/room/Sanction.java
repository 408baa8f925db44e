package io.klatch.domain.room;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was imposed on a user in a room, or in all rooms of a tenant, and holds whether they are in
/// or not.
///
/// @param actorRole of who imposed it, at that time: it holds over lower ones only
/// @param expiresAt null when somebody has to lift it
/// @param allRooms in every room of the tenant, whatever the user is in one of them
public record Sanction(
    UserId user,
    Kind kind,
    UserId actor,
    Role actorRole,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Instant expiresAt,
    boolean allRooms) {
  /// What it keeps them from.
  public enum Kind {
    /// Coming in, and all that needs it.
    BAN,

    /// Speaking.
    MUTE,

    /// Being heard, without knowing.
    SHADOW;

    /// The kind as the store writes it.
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether it still counts for somebody of that role. One that is over does not, whether it has
  /// been swept away or not.
  public boolean holds(Role role, Instant now) {
    return !isOver(now) && (allRooms || actorRole.mayRemove(role));
  }

  public boolean isOver(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }
}
