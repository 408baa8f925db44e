package io.klatch.server.delivery;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomNews;
import io.klatch.server.json.RoomFrames;
import io.klatch.socketio.engine.PlainSocket;
import io.klatch.socketio.engine.PlainText;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Plain WebSockets that watch rooms, and those of participants, who are told without watching, as
/// on Socket.IO. What they are told is encoded once for all of a room.
///
/// Each socket's owner bounds how many rooms it watches. Thread-safe.
public final class RoomWatchers {
  private final Onlookers onlookers;
  private final ConcurrentHashMap<RoomKey, Map<PlainSocket, UserId>> sockets =
      new ConcurrentHashMap<>();

  private final ConcurrentHashMap<UserKey, Set<PlainSocket>> owned = new ConcurrentHashMap<>();

  /// @param onlookers watch rooms too, by Socket.IO
  public RoomWatchers(Onlookers onlookers) {
    this.onlookers = onlookers;
  }

  /// The user has this socket from now on.
  public void came(UserKey user, PlainSocket socket) {
    owned.compute(
        user,
        (_, those) -> {
          var all = those == null ? ConcurrentHashMap.<PlainSocket>newKeySet(2) : those;
          all.add(socket);
          return all;
        });
  }

  public void went(UserKey user, PlainSocket socket) {
    owned.computeIfPresent(
        user,
        (_, those) -> {
          those.remove(socket);
          return those.isEmpty() ? null : those;
        });
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
    var room = news.room().key();
    var gone = List.copyOf(owned.getOrDefault(new UserKey(room.tenant(), user), Set.of()));
    gone.forEach(socket -> remove(room, socket));
    PlainText.of(RoomFrames.removed(news).toString()).sendTo(gone);
  }

  /// By the fan-out thread.
  ///
  /// @param members who has a seat now
  void tell(RoomNews news, Set<UserId> members) {
    var those = audience(news, members);
    if (those.isEmpty()) {
      return;
    }
    PlainText.of(RoomFrames.update(news).toString()).sendTo(those);
    if (news.isEdge()) {
      var edge = RoomFrames.update(news, RoomFrames.ROOM_STATUS_CHANGED);
      PlainText.of(edge.toString()).sendTo(those);
    }
  }

  /// Who watches, who is in, and who has left by themselves.
  private Collection<PlainSocket> audience(RoomNews news, Set<UserId> members) {
    var watching = sockets.getOrDefault(news.room().key(), Map.of());
    var others = new HashSet<PlainSocket>();
    if (!owned.isEmpty()) {
      members.forEach(member -> addOthers(others, watching, news.room().key(), member));
      if (!news.event().expels()) {
        addOthers(others, watching, news.room().key(), news.event().user());
      }
    }
    if (others.isEmpty()) {
      return watching.keySet();
    }
    others.addAll(watching.keySet());
    return others;
  }

  private void addOthers(
      Set<PlainSocket> others, Map<PlainSocket, UserId> watching, RoomKey room, UserId user) {
    for (var socket : owned.getOrDefault(new UserKey(room.tenant(), user), Set.of())) {
      if (!watching.containsKey(socket)) {
        others.add(socket);
      }
    }
  }
}
