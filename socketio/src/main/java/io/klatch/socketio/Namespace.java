package io.klatch.socketio;

import io.klatch.socketio.engine.EngineBroadcast;
import io.klatch.socketio.packet.SocketPacket;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// A channel of its own over shared connections: its own sockets, rooms, guards and listeners.
///
/// Guards and listeners are registered before the server listens; everything else may be called
/// from any thread.
public final class Namespace {
  private static final Logger log = LoggerFactory.getLogger(Namespace.class);

  private final String name;
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
  private final Rooms rooms = new Rooms(sockets);
  private final List<ConnectGuard> guards = new CopyOnWriteArrayList<>();
  private final List<ConnectionListener> connectionListeners = new CopyOnWriteArrayList<>();
  private final List<DisconnectListener> disconnectListeners = new CopyOnWriteArrayList<>();
  private final Map<String, EventListener> eventListeners = new ConcurrentHashMap<>();
  private volatile @Nullable EventListener otherEvents;
  private volatile @Nullable Recovery recovery;

  Namespace(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /// Adds a guard; they are asked in the order they were added, until one refuses.
  public Namespace use(ConnectGuard guard) {
    guards.add(guard);
    return this;
  }

  /// Turns recovery on: CONNECT then answers with a `pid`.
  public Namespace recovery(Recovery newRecovery) {
    recovery = newRecovery;
    return this;
  }

  public Namespace onConnection(ConnectionListener listener) {
    connectionListeners.add(listener);
    return this;
  }

  public Namespace onDisconnect(DisconnectListener listener) {
    disconnectListeners.add(listener);
    return this;
  }

  /// Sets the one listener of an event for all sockets of the namespace.
  public Namespace on(String event, EventListener listener) {
    eventListeners.put(event, listener);
    return this;
  }

  /// Sets the listener of events that have none of their own.
  public Namespace onOther(EventListener listener) {
    otherEvents = listener;
    return this;
  }

  public BroadcastOperator to(String... room) {
    return everybody().to(room);
  }

  public BroadcastOperator except(String... room) {
    return everybody().except(room);
  }

  private BroadcastOperator everybody() {
    return new BroadcastOperator(this, Set.of(), Set.of());
  }

  /// Emits to every connected socket.
  public void emit(String event, Object... args) {
    send(sockets(), encode(event, args));
  }

  /// The connected sockets, live.
  public Collection<Socket> sockets() {
    return Collections.unmodifiableCollection(sockets.values());
  }

  /// Encodes an event once, for `send`.
  ///
  /// @throws IllegalArgumentException if an argument cannot be written as JSON
  public Message encode(String event, Object... args) {
    return new Message(Wire.event(name, SocketPacket.NO_ACK, event, args));
  }

  /// Sends an encoded event to each of the sockets; never waits.
  public void send(Iterable<Socket> receivers, Message message) {
    try (var broadcast = new EngineBroadcast(message.wire())) {
      for (var socket : receivers) {
        socket.sendShared(message, broadcast);
      }
    }
  }

  Rooms rooms() {
    return rooms;
  }

  /// Rooms with somebody in them, but for those under a socket's own id.
  public int roomCount() {
    return rooms.count();
  }

  ConnectDecision check(Socket socket, ObjectNode auth) {
    for (var guard : guards) {
      if (guard.check(socket, auth) instanceof ConnectDecision.Refuse refusal) {
        return refusal;
      }
    }
    return new ConnectDecision.Allow();
  }

  @Nullable Recovery recovery() {
    return recovery;
  }

  void connected(Socket socket) {
    sockets.put(socket.id(), socket);
  }

  void tellConnected(Socket socket) {
    connectionListeners.forEach(listener -> listener.onConnection(socket));
  }

  void disconnected(Socket socket, DisconnectReason reason) {
    sockets.remove(socket.id(), socket);
    for (var listener : disconnectListeners) {
      try {
        listener.onDisconnect(socket, reason);
      } catch (RuntimeException fault) {
        log.error("disconnect listener failed namespace={} socket={}", name, socket.id(), fault);
      }
    }
  }

  @Nullable EventListener listenerOf(String event) {
    var listener = eventListeners.get(event);
    return listener == null ? otherEvents : listener;
  }
}
