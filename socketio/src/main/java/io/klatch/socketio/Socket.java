package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.socketio.engine.Conn;
import io.klatch.socketio.engine.EngineBroadcast;
import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.packet.SocketPacket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One client in one namespace.
///
/// May be used from any thread. What is emitted while the client is still connecting is held and
/// follows the confirmation; what is emitted after the end is dropped.
public final class Socket extends SocketEvents {
  private final Namespace namespace;
  private final Connection connection;
  private final Acknowledgements acknowledgements = new Acknowledgements();

  /// What the client sent to connect, as JSON: seldom asked, and smaller so.
  private final @Nullable String auth;

  private volatile String id;
  private volatile State state = State.CONNECTING;

  /// Connected, and of a client that reads JSON: the one question a broadcast has for each.
  private volatile boolean usual;

  private volatile boolean recovered;
  private volatile @Nullable Object attachment;

  /// What lets its client come back; null without recovery from memory.
  private volatile @Nullable Resumption resumption;

  /// Disconnected by the server; what the client sends until it knows is ignored.
  private volatile boolean leaving;

  @GuardedBy("this")
  private @Nullable Held held;

  /// But for the one that bears its id, which every socket is in and which costs nothing.
  @GuardedBy("this")
  private @Nullable Set<String> rooms;

  @GuardedBy("this")
  private @Nullable Map<String, Object> data;

  Socket(String id, Namespace namespace, Connection connection, ObjectNode auth) {
    this.id = id;
    this.namespace = namespace;
    this.connection = connection;
    this.auth = auth.isEmpty() ? null : Json.write(auth);
  }

  /// Public and random; not the id of the connection. Does not change once the client is connected.
  public String id() {
    return id;
  }

  public Namespace namespace() {
    return namespace;
  }

  /// Made on each call.
  public Handshake handshake() {
    return Handshake.of(connection.session().handshake(), Json.object(auth));
  }

  /// The connection it shares with the client's sockets in other namespaces.
  public Conn conn() {
    return new Conn(connection.session());
  }

  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /// Whether the client's state of an earlier connection was recovered, and it has been told so.
  public boolean isRecovered() {
    return recovered;
  }

  /// Keeps one object of the application with the socket.
  public void attach(Object object) {
    attachment = object;
  }

  /// The object given to `attach`.
  ///
  /// @throws IllegalStateException if there is none of that type
  public <T> T attachment(Class<T> type) {
    var object = attachment;
    if (!type.isInstance(object)) {
      throw new IllegalStateException("no " + type.getSimpleName() + " attached to the socket");
    }
    return type.cast(object);
  }

  /// What the application keeps with the socket and `fetchSockets` shows; a map for any thread.
  public synchronized Map<String, Object> data() {
    if (data == null) {
      data = new ConcurrentHashMap<>(4);
    }
    return data;
  }

  // ------------------------------------------------------------------ emitting to the client

  /// Emits an event; waits for no client.
  ///
  /// @param args anything Jackson can write; `byte[]` and `BinaryNode` go as attachments
  /// @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is one
  ///   of the protocol's own
  public void emit(String event, @Nullable Object... args) {
    if (resumption == null) {
      send(namespace.encode(event, args));
    } else {
      emit(Outgoing.of(event, args), BroadcastOptions.EVERYBODY);
    }
  }

  void emit(Outgoing event, BroadcastOptions options) {
    if (resumption == null) {
      namespace.send(List.of(this), namespace.encode(event), options.sending());
    } else {
      namespace.send(event, options.to(id), () -> List.of(this));
    }
  }

  public void send(Message message) {
    namespace.sending(this, message);
    if (state == State.CONNECTED || !hold(message)) {
      sendNow(message.wire(connection.parser()));
    }
  }

  /// As `send`, with many other receivers of the same message.
  void sendShared(Message message, EngineBroadcast broadcast) {
    if (usual) {
      broadcast.add(connection.session());
    } else if (state == State.CONNECTED || !(broadcast.isVolatile() || hold(message))) {
      addTo(broadcast, message);
    }
  }

  private void addTo(EngineBroadcast broadcast, Message message) {
    if (usual) {
      broadcast.add(connection.session());
    } else if (state == State.CONNECTED) {
      broadcast.addOther(connection.session(), message::msgpack);
    }
  }

  private synchronized boolean hold(Message message) {
    if (state != State.CONNECTING) {
      return false;
    }
    if (held == null) {
      held = new Held();
    }
    if (held.add(message) > connection.outboxBytesMax()) {
      connection.closeTransport(); // It comes back and reads what it missed, within the bounds.
    }
    return true;
  }

  private void sendNow(EngineMessage message) {
    if (state == State.CONNECTED) {
      connection.session().send(message);
    }
  }

  /// Emits an event and gives the client's acknowledgement; it completes exceptionally with a
  /// `TimeoutException`, or is cancelled when the socket disconnects.
  ///
  /// A client with recovery does not count an event that wants an acknowledgement.
  public CompletableFuture<List<JsonNode>> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return timeout(timeout).emitWithAck(event, args);
  }

  /// The reference's `volatile`: lost where it cannot be written at once.
  public Emitter asVolatile() {
    return new Emitter(this, BroadcastOptions.EVERYBODY.asVolatile());
  }

  /// Whether to compress where the transport does; true unless said otherwise.
  public Emitter compress(boolean compress) {
    return new Emitter(this, BroadcastOptions.EVERYBODY.compress(compress));
  }

  /// How long `emitWithAck` waits; ten seconds unless said otherwise.
  public Emitter timeout(Duration timeout) {
    return new Emitter(this, BroadcastOptions.EVERYBODY.within(timeout));
  }

  // ------------------------------------------------------------------ rooms, and emitting to them

  public void join(String room) {
    synchronized (this) {
      if (state == State.DISCONNECTED || room.equals(id)) {
        return;
      }
      if (rooms == null) {
        rooms = new LinkedHashSet<>(2);
      }
      if (rooms.add(room)) {
        namespace.join(this, room);
      }
    }
  }

  public void leave(String room) {
    synchronized (this) {
      if (rooms != null && rooms.remove(room)) {
        namespace.leave(this, room);
      }
    }
  }

  /// The rooms it is in; one bears its id.
  public synchronized Set<String> rooms() {
    var all = new LinkedHashSet<String>();
    all.add(id);
    if (rooms != null) {
      all.addAll(rooms);
    }
    return Set.copyOf(all);
  }

  /// Everybody in the namespace but for this socket.
  public BroadcastOperator broadcast() {
    return namespace.except(id);
  }

  /// The members of rooms but for this socket.
  public BroadcastOperator to(String... names) {
    return broadcast().to(names);
  }

  /// The same as `to`.
  public BroadcastOperator in(String... names) {
    return to(names);
  }

  /// Everybody but for the members of rooms and this socket.
  public BroadcastOperator except(String... names) {
    return broadcast().except(names);
  }

  /// Everybody connected to this server but for this socket.
  public BroadcastOperator local() {
    return broadcast().local();
  }

  // ------------------------------------------------------------------ ending

  /// Ends this socket with a DISCONNECT packet; a stock client then stays away until its
  /// application connects it again.
  ///
  /// @param closeTransport ends the other sockets of the connection as well, and closes it
  public void disconnect(boolean closeTransport) {
    leaving = true;
    connection.disconnect(this, closeTransport);
  }

  /// Closes the whole connection without a word, the reference's `conn.close()`; a stock client
  /// comes back by itself.
  public void closeTransport() {
    connection.closeTransport();
  }

  // ------------------------------------------------------------------ for the library

  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  @Override
  void outgoingIsHeard() {
    namespace.hearOutgoing();
  }

  void tellOutgoing(Outgoing event) {
    var own = listeners();
    if (own != null) {
      own.tellOutgoing(this, event);
    }
  }

  /// Ends with its connection, or is about to; what the client sends from now on is ignored.
  void leaving() {
    leaving = true;
  }

  /// Sends the confirmation, what was missed and what was held, and lets new messages through.
  ///
  /// The confirmation goes first, unlike in the reference server. A stock client keeps an event
  /// that comes before it for later, without taking note of its offset; if the transport broke
  /// between the two, it would ask for the same events again and deliver both copies.
  ///
  /// @return false if the socket has been disconnected meanwhile
  synchronized boolean confirm(List<Message> missed, EngineMessage confirmation) {
    if (state != State.CONNECTING) {
      return false;
    }
    var session = connection.session();
    session.send(confirmation);
    var parser = connection.parser();
    missed.forEach(message -> session.send(message.wire(parser)));
    if (held != null) {
      held.forEach(message -> session.send(message.wire(parser)));
      held = null;
    }
    usual = parser == Parser.JSON; // First, so that who sees the state sees this as well.
    state = State.CONNECTED;
    return true;
  }

  void recovered() {
    recovered = true;
  }

  @Nullable Resumption resumption() {
    return resumption;
  }

  void resumption(Resumption newResumption) {
    resumption = newResumption;
  }

  /// Becomes, while still connecting, what it was before.
  void resume(Resumption old) {
    id = old.sid;
    resumption = old;
    synchronized (this) {
      if (old.data != null) {
        data = old.data;
      }
    }
    old.rooms.forEach(this::join);
  }

  synchronized @Nullable Map<String, Object> dataOrNull() {
    return data;
  }

  /// Leaves all rooms.
  ///
  /// @return whether this is its end: false if it had ended before
  boolean end() {
    synchronized (this) {
      if (state == State.DISCONNECTED) {
        return false;
      }
      state = State.DISCONNECTED;
      usual = false;
      held = null;
      if (rooms != null) {
        rooms.forEach(room -> namespace.adapter().leave(this, room));
        rooms = null;
      }
    }
    acknowledgements.end();
    return true;
  }

  void received(Event event) {
    if (leaving || state != State.CONNECTED) {
      return;
    }
    namespace.received(this, event);
    var own = listeners();
    if ((own != null && !own.admits(this, event)) || leaving || state != State.CONNECTED) {
      return; // Refused, or a guard has disconnected it.
    }
    var listeners = own == null ? List.<EventListener>of() : own.take(event.name());
    if (listeners.isEmpty()) {
      listeners = namespace.listenersOf(event.name());
    }
    listeners.forEach(listener -> listener.onEvent(this, event));
  }

  Event.@Nullable Reply replyTo(long ackId) {
    return ackId == SocketPacket.NO_ACK
        ? null
        : args -> sendNow(connection.parser().ack(namespace.name(), ackId, args));
  }
}
