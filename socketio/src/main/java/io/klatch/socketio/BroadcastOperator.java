package io.klatch.socketio;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Who a broadcast goes to: everybody in the namespace, or in at least one of the rooms named, but
/// for those in a room excluded. Immutable; each call that narrows gives a new one.
public final class BroadcastOperator {
  private final Namespace namespace;
  private final Set<String> rooms;
  private final Set<String> excluded;

  BroadcastOperator(Namespace namespace, Set<String> rooms, Set<String> excluded) {
    this.namespace = namespace;
    this.rooms = rooms;
    this.excluded = excluded;
  }

  /// Also the members of these rooms; each socket once.
  public BroadcastOperator to(String... more) {
    return new BroadcastOperator(namespace, plus(rooms, more), excluded);
  }

  /// The same as `to`, as the reference has both.
  public BroadcastOperator in(String... more) {
    return to(more);
  }

  /// Not the members of these rooms; a socket's own id is a room of its own.
  public BroadcastOperator except(String... more) {
    return new BroadcastOperator(namespace, rooms, plus(excluded, more));
  }

  public void emit(String event, Object... args) {
    namespace.send(sockets(), namespace.encode(event, args));
  }

  /// The receivers, as they are now.
  public Collection<Socket> sockets() {
    var receivers = rooms.isEmpty() ? namespace.sockets() : namespace.rooms().membersOfAny(rooms);
    if (excluded.isEmpty()) {
      return receivers;
    }
    var unwanted = namespace.rooms().membersOfAny(excluded);
    var without = new HashSet<>(unwanted);
    return receivers.stream().filter(socket -> !without.contains(socket)).toList();
  }

  private static Set<String> plus(Set<String> names, String... more) {
    var all = new HashSet<>(names);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
