package io.klatch.domain.review;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.safety.Report.Review;
import java.time.Instant;
import java.util.Locale;

/// A user asks that what was imposed on them in a room be looked at again.
///
/// @param allRooms whether it holds in every room of the tenant
public record Appeal(
    String id,
    RoomId room,
    UserId user,
    Against against,
    boolean allRooms,
    String text,
    Instant createdAt,
    Review review) {

  /// What it is against.
  public enum Against {
    BAN,
    MUTE;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
