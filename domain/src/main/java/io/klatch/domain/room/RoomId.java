package io.klatch.domain.room;

/// A room's number in its tenant: 1, 2, 3 …, as small clients write it.
public record RoomId(long value) implements Comparable<RoomId> {
  /// What a JavaScript number holds exactly.
  public static final long MAX = (1L << 53) - 1;

  public RoomId {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException("room id is " + value + ", allowed is 1 to " + MAX);
    }
  }

  @Override
  public int compareTo(RoomId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
