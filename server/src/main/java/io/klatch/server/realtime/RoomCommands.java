package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.RoomApi;
import io.klatch.server.delivery.Onlookers;
import java.util.Map;

/// Rooms: who is in and who watches.
public final class RoomCommands implements Commands {
  private final RoomApi rooms;
  private final Onlookers onlookers;

  public RoomCommands(RoomApi rooms, Onlookers onlookers) {
    this.rooms = rooms;
    this.onlookers = onlookers;
  }

  @Override
  public void addTo(Map<String, Answering> events) {
    events.put("room:list", on((_, caller, it) -> rooms.list(caller.identity(), it)));
    events.put("room:get", on((_, caller, it) -> rooms.get(caller.identity(), it)));
    events.put("room:activity", on((_, caller, it) -> rooms.activity(caller.identity(), it)));
    events.put(
        "room:participants", on((_, caller, it) -> rooms.participants(caller.identity(), it)));
    events.put("room:events", on((_, caller, it) -> rooms.events(caller.identity(), it)));
    events.put("room:create", on((_, caller, it) -> rooms.create(caller.identity(), it)));
    events.put("room:close", on((_, caller, it) -> rooms.close(caller.identity(), it)));
    events.put("room:join", on((_, caller, it) -> rooms.join(caller.identity(), it)));
    events.put("room:leave", on((_, caller, it) -> rooms.leave(caller.identity(), it)));
    events.put(
        "room:watch",
        on((_, caller, it) ->
            rooms.watch(
                caller.identity(),
                it,
                room -> onlookers.add(caller, room.conversationKey()),
                room -> onlookers.remove(caller, room.conversationKey()))));
    events.put(
        "room:unwatch",
        on((_, caller, it) ->
            rooms.unwatch(
                caller.identity(), it, room -> onlookers.remove(caller, room.conversationKey()))));
  }
}
