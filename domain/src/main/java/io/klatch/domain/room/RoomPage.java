package io.klatch.domain.room;

import java.util.List;

/// Some of a list that goes on.
public record RoomPage<T>(List<T> items, boolean hasMore) {
  public RoomPage {
    items = List.copyOf(items);
  }

  /// @param found one more than `limit` where there is more
  public static <T> RoomPage<T> of(List<T> found, int limit) {
    var more = found.size() > limit;
    return new RoomPage<>(more ? found.subList(0, limit) : found, more);
  }
}
