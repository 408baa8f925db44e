package io.klatch.server.delivery;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomNews;
import io.klatch.server.json.RoomFrames;
import io.klatch.socketio.engine.PlainSocket;
import io.klatch.socketio.engine.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Plain WebSockets that watch rooms. What they are told is encoded once for all of a room.
///
/// Each socket's owner bounds how many rooms it watches. Thread-safe.
public final class RoomWatchers {
  private final Onlookers onlookers;
  private final ConcurrentHashMap<RoomKey, Map<PlainSocket, UserId>> sockets =
      new ConcurrentHashMap<>();

  /// @param onlookers watch rooms too, by Socket.IO
  public RoomWatchers(Onlookers onlookers) {
    this.onlookers = onlookers;
  }

  public void add(RoomKey room, PlainSocket socket, UserId user) {
    sockets.compute(
        room,
        (_, those) -> {
          var all = those == null ? new ConcurrentHashMap<PlainSocket, UserId>() : those;
          all.put(socket, user);
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

  /// Takes the user's sockets of both kinds away from the room, and tells the plain ones so. By the
  /// fan-out thread.
  void expel(RoomNews news) {
    var user = news.event().user();
    onlookers.expel(news.room().conversationKey(), user);
    var those = sockets.get(news.room().key());
    if (those == null) {
      return;
    }
    var gone = new ArrayList<PlainSocket>();
    those.forEach((socket, owner) -> {
      if (owner.equals(user)) {
        gone.add(socket);
      }
    });
    gone.forEach(socket -> remove(news.room().key(), socket));
    PlainText.of(RoomFrames.removed(news).toString()).sendTo(gone);
  }

  /// By the fan-out thread.
  void tell(RoomNews news) {
    var those = sockets.get(news.room().key());
    if (those == null) {
      return;
    }
    PlainText.of(RoomFrames.update(news).toString()).sendTo(those.keySet());
    if (news.isEdge()) {
      var edge = RoomFrames.update(news, RoomFrames.ROOM_STATUS_CHANGED);
      PlainText.of(edge.toString()).sendTo(those.keySet());
    }
  }
}
