package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The listeners and guards of one socket; most sockets have none of their own, and then there is
/// no such object.
///
/// The lists are replaced when they change, so they are walked without the lock.
final class SocketListeners {
  /// An event listener that is called at most once.
  private record Once(EventListener listener) {}

  /// `EventListener`s and `Once`s.
  @GuardedBy("this")
  private final Map<String, List<Object>> events = new HashMap<>();

  private volatile List<EventListener> any = List.of();
  private volatile List<OutgoingListener> outgoing = List.of();
  private volatile List<EventGuard> guards = List.of();
  private volatile List<EventRefusedListener> refused = List.of();
  private volatile List<DisconnectListener> disconnecting = List.of();
  private volatile List<DisconnectListener> disconnect = List.of();

  synchronized void on(String event, EventListener listener) {
    events.merge(event, List.of(listener), SocketListeners::joined);
  }

  synchronized void once(String event, EventListener listener) {
    events.merge(event, List.of(new Once(listener)), SocketListeners::joined);
  }

  /// Takes away one registration of the listener.
  synchronized void off(String event, EventListener listener) {
    var there = new ArrayList<>(events.getOrDefault(event, List.of()));
    if (!there.remove(listener)) {
      there.remove(new Once(listener));
    }
    put(event, there);
  }

  synchronized void off(String event) {
    events.remove(event);
  }

  synchronized void onAny(EventListener listener) {
    any = joined(any, List.of(listener));
  }

  synchronized void prependAny(EventListener listener) {
    any = joined(List.of(listener), any);
  }

  synchronized void offAny(@Nullable EventListener listener) {
    any = without(any, listener);
  }

  synchronized void onAnyOutgoing(OutgoingListener listener) {
    outgoing = joined(outgoing, List.of(listener));
  }

  synchronized void prependAnyOutgoing(OutgoingListener listener) {
    outgoing = joined(List.of(listener), outgoing);
  }

  synchronized void offAnyOutgoing(@Nullable OutgoingListener listener) {
    outgoing = without(outgoing, listener);
  }

  synchronized void use(EventGuard guard) {
    guards = joined(guards, List.of(guard));
  }

  synchronized void onRefused(EventRefusedListener listener) {
    refused = joined(refused, List.of(listener));
  }

  synchronized void onDisconnecting(DisconnectListener listener) {
    disconnecting = joined(disconnecting, List.of(listener));
  }

  synchronized void onDisconnect(DisconnectListener listener) {
    disconnect = joined(disconnect, List.of(listener));
  }

  List<DisconnectListener> disconnecting() {
    return disconnecting;
  }

  List<DisconnectListener> disconnect() {
    return disconnect;
  }

  void tellOutgoing(Socket socket, Outgoing event) {
    outgoing.forEach(listener -> listener.onOutgoing(socket, event));
  }

  /// Tells those who hear everything, then asks the guards.
  ///
  /// @return whether the event may reach its listeners
  boolean admits(Socket socket, Event event) {
    any.forEach(listener -> listener.onEvent(socket, event));
    for (var guard : guards) {
      if (guard.check(socket, event) instanceof EventDecision.Refuse refusal) {
        refused.forEach(listener -> listener.onRefused(socket, event, refusal));
        return false;
      }
    }
    return true;
  }

  /// The listeners to call now; those that are called once are taken away.
  synchronized List<EventListener> take(String event) {
    var there = events.get(event);
    if (there == null) {
      return List.of();
    }
    var listeners = new ArrayList<EventListener>(there.size());
    var staying = new ArrayList<>(there);
    for (var entry : there) {
      switch (entry) {
        case Once once -> {
          listeners.add(once.listener);
          staying.remove(once);
        }
        case EventListener listener -> listeners.add(listener);
        default -> throw new IllegalStateException("no listener: " + entry);
      }
    }
    if (staying.size() < there.size()) {
      put(event, staying);
    }
    return listeners;
  }

  @GuardedBy("this")
  private void put(String event, List<Object> listeners) {
    if (listeners.isEmpty()) {
      events.remove(event);
    } else {
      events.put(event, List.copyOf(listeners));
    }
  }

  private static <T> List<T> joined(List<? extends T> first, List<? extends T> second) {
    var all = new ArrayList<T>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /// @param one null for all
  private static <T> List<T> without(List<T> all, @Nullable T one) {
    if (one == null) {
      return List.of();
    }
    var others = new ArrayList<>(all);
    others.remove(one);
    return List.copyOf(others);
  }
}
