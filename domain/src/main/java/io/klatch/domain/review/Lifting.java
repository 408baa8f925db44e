package io.klatch.domain.review;

import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomResult;
import org.jspecify.annotations.Nullable;

/// Port: takes away what an appeal is against. Blocks; call on a virtual thread.
@FunctionalInterface
public interface Lifting {
  /// Nothing happens where it holds no more.
  RoomResult lift(RoomActor by, Appeal appeal, @Nullable String reason);
}
