package io.klatch.domain.room;

/// How many are in.
///
/// @param peak the most there ever were at one time
public record RoomCrowd(int participants, int publishers, int peak) {
  public static final RoomCrowd NONE = new RoomCrowd(0, 0, 0);

  /// One more, or with -1 one fewer.
  public RoomCrowd plus(int participant, int publisher) {
    var now = participants + participant;
    return new RoomCrowd(now, publishers + publisher, Math.max(peak, now));
  }
}
