package io.klatch.server.delivery;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomNews;
import io.klatch.server.json.RoomFrames;
import io.klatch.socketio.engine.PlainSocket;
import io.klatch.socketio.engine.PlainText;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Plain WebSockets that watch rooms. What they are told is encoded once for all of a room.
///
/// Each socket's owner bounds how many rooms it watches. Thread-safe.
public final class RoomWatchers {
  private final Onlookers onlookers;
  private final ConcurrentHashMap<RoomKey, Set<PlainSocket>> sockets = new ConcurrentHashMap<>();

  /// @param onlookers watch rooms too, by Socket.IO
  public RoomWatchers(Onlookers onlookers) {
    this.onlookers = onlookers;
  }

  public void add(RoomKey room, PlainSocket socket) {
    sockets.compute(
        room,
        (_, those) -> {
          var all = those == null ? ConcurrentHashMap.<PlainSocket>newKeySet() : those;
          all.add(socket);
          return all;
        });
  }

  public void remove(RoomKey room, PlainSocket socket) {
    sockets.computeIfPresent(
        room,
        (_, those) -> {
          those.remove(socket);
          return those.isEmpty() ? null : those;
        });
  }

  /// Sockets of both kinds that watch the room.
  public int clients(Room room) {
    var those = sockets.get(room.key());
    return (those == null ? 0 : those.size()) + onlookers.of(room.conversationKey()).size();
  }

  /// Rooms of the tenant that plain sockets watch, by rising id.
  public List<RoomId> watched(TenantId tenant) {
    return sockets.keySet().stream()
        .filter(key -> key.tenant().equals(tenant))
        .map(RoomKey::room)
        .sorted()
        .toList();
  }

  /// By the fan-out thread.
  void tell(RoomNews news) {
    var those = sockets.get(news.room().key());
    if (those == null) {
      return;
    }
    PlainText.of(RoomFrames.update(news).toString()).sendTo(those);
    if (news.isEdge()) {
      var edge = RoomFrames.update(news, RoomFrames.ROOM_STATUS_CHANGED);
      PlainText.of(edge.toString()).sendTo(those);
    }
  }
}
