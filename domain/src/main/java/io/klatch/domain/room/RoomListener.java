package io.klatch.domain.room;

/// Port: hears of each change of a room, in the order of commits, on the writer's thread and before
/// who caused it has an answer. Must neither block nor throw: it queues.
@FunctionalInterface
public interface RoomListener {
  void changed(RoomNews news);
}
