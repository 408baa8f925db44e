package io.klatch.domain.room;

/// How many fit in.
///
/// @param capacity participants; who only watches is not counted
/// @param publishersMax of these, how many may be publishers
public record RoomTerms(int capacity, int publishersMax) {
  /// A room's members are told of each other, so it is no stadium.
  public static final int CAPACITY_MAX = 1_000;

  public RoomTerms {
    if (capacity < 1 || capacity > CAPACITY_MAX) {
      throw new IllegalArgumentException(
          "capacity is " + capacity + ", allowed is 1 to " + CAPACITY_MAX);
    }
    if (publishersMax < 0 || publishersMax > capacity) {
      throw new IllegalArgumentException(
          "publishersMax is " + publishersMax + ", allowed is 0 to the capacity, " + capacity);
    }
  }

  /// Where everybody may be a publisher.
  public static RoomTerms of(int capacity) {
    return new RoomTerms(capacity, capacity);
  }
}
