package io.klatch.server.json;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomNews;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The frames of `/ws/rooms`, as the second source system has them; `ERROR` is ours.
public final class RoomFrames {
  public static final String USER_JOINED = "USER_JOINED";
  public static final String USER_LEFT = "USER_LEFT";
  public static final String ROOM_STATUS_CHANGED = "ROOM_STATUS_CHANGED";

  private RoomFrames() {}

  public static ObjectNode established(UserId user, Instant now) {
    return frame("CONNECTION_ESTABLISHED")
        .put("userId", user.value())
        .put("timestamp", Times.wire(now))
        .put("message", "Connected to room updates");
  }

  /// What came or went, or [#ROOM_STATUS_CHANGED] for all else.
  public static ObjectNode update(RoomNews news) {
    return update(news, event(news));
  }

  public static ObjectNode update(RoomNews news, String event) {
    var room = news.room();
    return frame("ROOM_UPDATE")
        .put("roomId", room.id().value())
        .put("event", event)
        .put("participantName", news.event().name())
        .put("currentParticipants", room.crowd().participants())
        .put("maxParticipants", room.terms().capacity())
        .put("isFull", room.isFull())
        .put("availableSlots", room.availableSlots())
        .put("timestamp", Times.wire(news.event().at()));
  }

  /// To who was sent away: their socket watches the room no more.
  public static ObjectNode removed(RoomNews news) {
    var event = news.event();
    var expiresAt = event.expiresAt();
    return frame("ROOM_REMOVED")
        .put("roomId", news.room().id().value())
        .put("event", event.kind().wire())
        .put("reason", event.reason())
        .put("expiresAt", expiresAt == null ? null : Times.wire(expiresAt))
        .put("timestamp", Times.wire(event.at()));
  }

  /// @param clients sockets that watch it
  public static ObjectNode status(RoomId room, int clients, Instant now) {
    return frame("ROOM_STATUS")
        .put("roomId", room.value())
        .put("connectedClients", clients)
        .put("timestamp", Times.wire(now));
  }

  public static ObjectNode pong(Instant now) {
    return frame("PONG").put("timestamp", Times.wire(now));
  }

  /// @param action of the frame that is refused
  public static ObjectNode error(
      ErrorCode code, String message, @Nullable String action, Instant now) {
    return frame("ERROR")
        .put("code", code.name())
        .put("message", message)
        .put("action", action)
        .put("timestamp", Times.wire(now));
  }

  /// What the second source system's `getStats()` says.
  public static ObjectNode stats(List<RoomId> active, int connections, int users) {
    var json = JsonNodeFactory.instance.objectNode().put("ok", true);
    json.put("totalRoomsWithClients", active.size());
    json.put("totalConnections", connections);
    json.put("totalUsersTracked", users);
    var rooms = json.putArray("activeRooms");
    active.forEach(room -> rooms.add(room.value()));
    return json;
  }

  private static ObjectNode frame(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static String event(RoomNews news) {
    if (news.event().kind() == RoomEvent.Kind.JOIN) {
      return USER_JOINED;
    }
    return news.freesSeat() ? USER_LEFT : ROOM_STATUS_CHANGED;
  }
}
