package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which sockets of a namespace are in which room. A room exists while somebody is in it.
///
/// May be used from any thread. A broadcast goes to the members at the moment it asks for them.
final class Rooms {
  private static final class Room {
    @GuardedBy("this")
    private final Set<Socket> members = new LinkedHashSet<>();

    /// Made when asked for, forgotten at each change.
    @GuardedBy("this")
    private @Nullable List<Socket> snapshot;

    /// Left by its last member and taken from the table; a late joiner makes a new one.
    @GuardedBy("this")
    private boolean gone;

    synchronized boolean add(Socket socket) {
      if (gone) {
        return false;
      }
      members.add(socket);
      snapshot = null;
      return true;
    }

    synchronized boolean removeAndIsEmpty(Socket socket) {
      members.remove(socket);
      snapshot = null;
      gone = members.isEmpty();
      return gone;
    }

    synchronized List<Socket> members() {
      if (snapshot == null) {
        snapshot = List.copyOf(members);
      }
      return snapshot;
    }
  }

  private final Map<String, Room> rooms = new ConcurrentHashMap<>();

  /// By id: each is a room of its own.
  private final Map<String, Socket> sockets;

  Rooms(Map<String, Socket> sockets) {
    this.sockets = sockets;
  }

  void join(String name, Socket socket) {
    while (!rooms.computeIfAbsent(name, _ -> new Room()).add(socket)) {
      Thread.onSpinWait(); // Its last member is just taking the old one from the table.
    }
  }

  void leave(String name, Socket socket) {
    var room = rooms.get(name);
    if (room != null && room.removeAndIsEmpty(socket)) {
      rooms.remove(name, room);
    }
  }

  List<Socket> members(String name) {
    var room = rooms.get(name);
    var members = room == null ? List.<Socket>of() : room.members();
    var owner = sockets.get(name);
    return owner == null ? members : withOwner(members, owner);
  }

  /// Others may join the room that bears a socket's id.
  private static List<Socket> withOwner(List<Socket> members, Socket owner) {
    if (members.isEmpty()) {
      return List.of(owner);
    }
    var all = new ArrayList<Socket>(members.size() + 1);
    all.add(owner);
    all.addAll(members);
    return all;
  }

  /// Everybody in at least one of the rooms, once.
  Collection<Socket> membersOfAny(Collection<String> names) {
    if (names.size() == 1) {
      return members(names.iterator().next());
    }
    var union = new LinkedHashSet<Socket>();
    names.forEach(name -> union.addAll(members(name)));
    return union;
  }

  int count() {
    return rooms.size();
  }
}
