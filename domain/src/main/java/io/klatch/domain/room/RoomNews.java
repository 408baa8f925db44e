package io.klatch.domain.room;

/// A committed change of a room.
///
/// @param room as it is with it
/// @param before who was in until then
public record RoomNews(Room room, RoomEvent event, RoomCrowd before) {
  /// Whether it became full, or has a seat again, by this.
  public boolean isEdge() {
    return room.isFull() != (before.participants() >= room.terms().capacity());
  }

  /// Whether somebody has a seat less: [RoomEvent#user].
  public boolean freesSeat() {
    return room.crowd().participants() < before.participants();
  }
}
