package io.klatch.socketio;

import io.klatch.socketio.engine.EngineBroadcast;
import io.klatch.socketio.engine.SendOptions;
import io.klatch.socketio.packet.SocketPacket;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A channel of its own over shared connections: its own sockets, rooms, guards and listeners.
///
/// Guards and listeners are registered before the server listens; everything else may be called
/// from any thread.
public final class Namespace extends NamespaceSetup<Namespace> implements Broadcaster {
  private static final Logger log = LoggerFactory.getLogger(Namespace.class);

  private final String name;
  private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
  private final Rooms rooms = new Rooms(sockets);
  private final AtomicLong ackIds = new AtomicLong();
  private final @Nullable ParentNamespace parent;
  private final Adapter adapter;
  private volatile @Nullable Recovery recovery;
  private volatile @Nullable ServerObserver observer;

  /// Some socket has a listener of outgoing events; never taken back.
  private volatile boolean outgoingIsHeard;

  /// Sockets that are in, or on their way in. Guarded by the table of namespaces.
  private int visitors;

  Namespace(String name, Adapter.Factory adapters, @Nullable ParentNamespace parent) {
    this.name = name;
    this.parent = parent;
    if (parent != null) {
      inherit(parent);
    }
    this.adapter = adapters.create(this);
  }

  @Override
  Namespace self() {
    return this;
  }

  public String name() {
    return name;
  }

  @Override
  public BroadcastOperator broadcast() {
    return new BroadcastOperator(adapter, BroadcastOptions.EVERYBODY);
  }

  @Override
  Namespace recovery(Supplier<@Nullable Recovery> ofEach) {
    recovery = ofEach.get();
    return super.recovery(ofEach);
  }

  /// The connected sockets of this process, live.
  public Collection<Socket> sockets() {
    return Collections.unmodifiableCollection(sockets.values());
  }

  /// Rooms with somebody of this process in them, but for those under a socket's own id.
  public int roomCount() {
    return rooms.count();
  }

  // ------------------------------------------------------------------ sending here

  /// Encodes an event once, for `send`.
  ///
  /// @throws IllegalArgumentException if an argument cannot be written as JSON
  public Message encode(String event, @Nullable Object... args) {
    return encode(Outgoing.of(event, args));
  }

  /// As the other.
  public Message encode(Outgoing event) {
    return encode(event, SocketPacket.NO_ACK);
  }

  Message encode(Outgoing event, long ackId) {
    return new Message(event, Wire.event(name, ackId, event.event(), event.argArray()));
  }

  /// One number for all sockets, so that a broadcast has the same for each.
  long newAckId() {
    return ackIds.getAndIncrement();
  }

  /// Sends an encoded event to each of the sockets, past the adapter; waits for no client.
  public void send(Iterable<Socket> receivers, Message message) {
    send(receivers, message, SendOptions.DEFAULT);
  }

  /// The same, lost for each socket that it cannot be written to at once.
  public void sendVolatile(Iterable<Socket> receivers, Message message) {
    send(receivers, message, new SendOptions(true, true));
  }

  void send(Iterable<Socket> receivers, Message message, SendOptions options) {
    var observing = observer;
    if (observing != null) {
      observing.broadcasting(receivers, message);
    }
    if (outgoingIsHeard) {
      receivers.forEach(socket -> socket.tellOutgoing(message.event()));
    }
    try (var broadcast = new EngineBroadcast(message.wire(), options)) {
      for (var socket : receivers) {
        socket.sendShared(message, broadcast);
      }
    }
  }

  /// Sends an event that wants no acknowledgement, and keeps it where it can be recovered.
  ///
  /// @param receivers the sockets of this process that the options mean
  void send(
      Outgoing event, BroadcastOptions options, Supplier<? extends Collection<Socket>> receivers) {
    if (recovery instanceof InMemoryRecovery memory) {
      memory.send(this, event, options, receivers);
    } else {
      send(receivers.get(), encode(event), options.sending());
    }
  }

  // ------------------------------------------------------------------ between servers

  /// Tells the listeners of the other servers of a cluster.
  public void serverSideEmit(String event, @Nullable Object... args) {
    adapter.serverSideEmit(Outgoing.of(event, args));
  }

  /// As `serverSideEmit`, and gives the answers of the other servers: all, or those that came in
  /// ten seconds; `timeout(…).serverSideEmitWithAck(…)` waits otherwise.
  public CompletableFuture<Acks> serverSideEmitWithAck(String event, @Nullable Object... args) {
    return broadcast().serverSideEmitWithAck(event, args);
  }

  /// For adapters: another server has emitted an event.
  ///
  /// @param reply takes the answer, if the other server wants one; called at most once
  public void receiveServerSide(
      String event, List<JsonNode> args, @Nullable Consumer<@Nullable Object[]> reply) {
    Event.Reply answer = reply == null ? null : reply::accept;
    var received = new Event(event, args, answer);
    serverSideListenersOf(event).forEach(listener -> listener.accept(received));
  }

  // ------------------------------------------------------------------ for the library

  Rooms rooms() {
    return rooms;
  }

  Adapter adapter() {
    return adapter;
  }

  @Nullable ParentNamespace parent() {
    return parent;
  }

  int enter() {
    return ++visitors;
  }

  int exit() {
    return --visitors;
  }

  @Nullable Recovery recovery() {
    return recovery;
  }

  void hearOutgoing() {
    outgoingIsHeard = true;
  }

  void observe(@Nullable ServerObserver newObserver) {
    observer = newObserver;
  }

  void join(Socket socket, String room) {
    adapter.join(socket, room);
    var observing = observer;
    if (observing != null) {
      observing.joined(socket, room);
    }
  }

  void leave(Socket socket, String room) {
    adapter.leave(socket, room);
    var observing = observer;
    if (observing != null) {
      observing.left(socket, room);
    }
  }

  void received(Socket socket, Event event) {
    var observing = observer;
    if (observing != null) {
      observing.received(socket, event);
    }
  }

  void sending(Socket socket, Message message) {
    if (outgoingIsHeard) {
      socket.tellOutgoing(message.event());
    }
    var observing = observer;
    if (observing != null) {
      observing.sending(socket, message);
    }
  }

  @Override
  void tellConnected(Socket socket) {
    var observing = observer;
    if (observing != null) {
      observing.connected(socket);
    }
    super.tellConnected(socket);
  }

  void connected(Socket socket) {
    sockets.put(socket.id(), socket);
  }

  void disconnecting(Socket socket, DisconnectReason reason) {
    tell(socket.disconnectingListeners(), socket, reason);
    tell(disconnectingListeners(), socket, reason);
  }

  /// The socket is about to leave its rooms.
  void leaving(Socket socket, DisconnectReason reason) {
    if (recovery instanceof InMemoryRecovery memory) {
      memory.left(socket, reason);
    }
  }

  void forget(Socket socket) {
    sockets.remove(socket.id(), socket);
  }

  void disconnected(Socket socket, DisconnectReason reason) {
    var observing = observer;
    if (observing != null) {
      observing.disconnected(socket, reason);
    }
    tell(socket.disconnectListeners(), socket, reason);
    tell(disconnectListeners(), socket, reason);
  }

  private void tell(List<DisconnectListener> listeners, Socket socket, DisconnectReason reason) {
    for (var listener : listeners) {
      try {
        listener.onDisconnect(socket, reason);
      } catch (RuntimeException fault) {
        log.error("disconnect listener failed namespace={} socket={}", name, socket.id(), fault);
      }
    }
  }
}
