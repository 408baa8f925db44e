package io.klatch.domain.room;

/// A committed change of a room.
///
/// @param room as it is with it
/// @param wasFull whether it was full before
public record RoomNews(Room room, RoomEvent event, boolean wasFull) {
  /// Whether it became full, or has a seat again, by this.
  public boolean isEdge() {
    return room.isFull() != wasFull;
  }
}
