package io.klatch.socketio;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Guards and listeners of a namespace, or of all that come from one pattern; registered before the
/// server listens.
///
/// @param <T> what the methods give back, to go on with
public abstract sealed class NamespaceSetup<T> permits Namespace, ParentNamespace {
  private final List<ConnectGuard> guards = new CopyOnWriteArrayList<>();
  private final List<ConnectionListener> connection = new CopyOnWriteArrayList<>();
  private final List<DisconnectListener> disconnecting = new CopyOnWriteArrayList<>();
  private final List<DisconnectListener> disconnect = new CopyOnWriteArrayList<>();
  private final Map<String, List<EventListener>> events = new ConcurrentHashMap<>();
  private final Map<String, List<Consumer<Event>>> serverSide = new ConcurrentHashMap<>();
  private volatile List<EventListener> otherEvents = List.of();
  private volatile Supplier<@Nullable Recovery> recovery = () -> null;

  abstract T self();

  /// Adds a guard; they are asked in the order they were added, until one refuses.
  public T use(ConnectGuard guard) {
    guards.add(guard);
    return self();
  }

  /// Turns recovery on: CONNECT then answers with a `pid`.
  public T recovery(Recovery newRecovery) {
    return recovery(() -> newRecovery);
  }

  /// Turns on recovery from memory, for an application that keeps no events of its own: a client
  /// that was away for a short time gets its id, rooms, data and the events it missed. What is sent
  /// as a `Message`, or wants an acknowledgement, is not kept.
  ///
  /// @param identity who may use a `pid`; `_ -> ""` where anybody may who has it
  public T recoverInMemory(RecoveryBounds bounds, RecoveryIdentity identity) {
    return recovery(
        () -> new InMemoryRecovery(bounds, identity, InstantSource.system(), new SecureRandom()));
  }

  T recovery(Supplier<@Nullable Recovery> ofEach) {
    recovery = ofEach;
    return self();
  }

  public T onConnection(ConnectionListener listener) {
    connection.add(listener);
    return self();
  }

  /// Told of each socket's end before it leaves its rooms.
  public T onDisconnecting(DisconnectListener listener) {
    disconnecting.add(listener);
    return self();
  }

  public T onDisconnect(DisconnectListener listener) {
    disconnect.add(listener);
    return self();
  }

  /// Adds a listener of an event for all sockets, but for those with their own.
  public T on(String event, EventListener listener) {
    events.merge(event, List.of(listener), NamespaceSetup::joined);
    return self();
  }

  /// Sets the listener of events that have none of their own.
  public T onOther(EventListener listener) {
    otherEvents = List.of(listener);
    return self();
  }

  /// Adds a listener of what another server of the cluster emits with `serverSideEmit`.
  public T onServerSide(String event, Consumer<Event> listener) {
    serverSide.merge(event, List.of(listener), NamespaceSetup::joined);
    return self();
  }

  private static <E> List<E> joined(List<E> first, List<E> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /// Takes over all that is registered there now.
  void inherit(NamespaceSetup<?> parent) {
    guards.addAll(parent.guards);
    connection.addAll(parent.connection);
    disconnecting.addAll(parent.disconnecting);
    disconnect.addAll(parent.disconnect);
    events.putAll(new HashMap<>(parent.events));
    serverSide.putAll(new HashMap<>(parent.serverSide));
    otherEvents = parent.otherEvents;
    recovery(parent.recovery);
  }

  ConnectDecision check(Socket socket, ObjectNode auth) {
    for (var guard : guards) {
      if (guard.check(socket, auth) instanceof ConnectDecision.Refuse refusal) {
        return refusal;
      }
    }
    return new ConnectDecision.Allow();
  }

  void tellConnected(Socket socket) {
    connection.forEach(listener -> listener.onConnection(socket));
  }

  List<DisconnectListener> disconnectingListeners() {
    return disconnecting;
  }

  List<DisconnectListener> disconnectListeners() {
    return disconnect;
  }

  List<EventListener> listenersOf(String event) {
    return events.getOrDefault(event, otherEvents);
  }

  List<Consumer<Event>> serverSideListenersOf(String event) {
    return serverSide.getOrDefault(event, List.of());
  }
}
