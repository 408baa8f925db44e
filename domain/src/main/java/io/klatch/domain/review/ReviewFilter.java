package io.klatch.domain.review;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.safety.ReviewState;
import org.jspecify.annotations.Nullable;

/// Which items are asked for; what is null does not matter.
///
/// @param room what is about it
/// @param notAbout leaves out what is about this user
public record ReviewFilter(
    @Nullable ReviewState state,
    ReviewItem.@Nullable Kind kind,
    @Nullable RoomId room,
    @Nullable UserId notAbout) {
  public static final ReviewFilter NONE = new ReviewFilter(null, null, null, null);

  ReviewFilter notAbout(UserId user) {
    return new ReviewFilter(state, kind, room, user);
  }
}
