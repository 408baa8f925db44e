package io.klatch.domain.room;

/// What became of a wish to delete what somebody has said in a room.
public sealed interface DeletedMessages {
  /// @param hasMore there are more than one request deletes
  record Done(int count, boolean hasMore) implements DeletedMessages {}

  record Refused(RoomResult why) implements DeletedMessages {}
}
