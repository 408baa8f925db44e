package io.klatch.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.socketio.engine.EngineBroadcast;
import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.engine.Handshake;
import io.klatch.socketio.packet.SocketPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One client in one namespace.
///
/// May be used from any thread. What is emitted while the client is still connecting is held and
/// follows the confirmation; what is emitted after the end is dropped.
public final class Socket {
  private enum State {
    CONNECTING,
    CONNECTED,
    DISCONNECTED
  }

  private final String id;
  private final Namespace namespace;
  private final Connection connection;
  private volatile State state = State.CONNECTING;
  private volatile @Nullable Object attachment;

  /// Disconnected by the server; what the client sends until it knows is ignored.
  private volatile boolean leaving;

  @GuardedBy("this")
  private @Nullable List<Message> held;

  @GuardedBy("this")
  private long heldBytes;

  /// But for the one that bears its id, which every socket is in and which costs nothing.
  @GuardedBy("this")
  private @Nullable Set<String> rooms;

  @GuardedBy("this")
  private @Nullable Map<String, EventListener> listeners;

  @GuardedBy("this")
  private @Nullable Map<Long, CompletableFuture<List<JsonNode>>> awaited;

  @GuardedBy("this")
  private long nextAckId;

  Socket(String id, Namespace namespace, Connection connection) {
    this.id = id;
    this.namespace = namespace;
    this.connection = connection;
  }

  /// Public and random; not the id of the connection.
  public String id() {
    return id;
  }

  public Namespace namespace() {
    return namespace;
  }

  public Handshake handshake() {
    return connection.handshake();
  }

  public boolean isConnected() {
    return state == State.CONNECTED;
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

  /// Sets this socket's own listener of an event; it comes before the namespace's.
  public synchronized void on(String event, EventListener listener) {
    if (listeners == null) {
      listeners = new HashMap<>();
    }
    listeners.put(event, listener);
  }

  /// Emits an event; never waits.
  ///
  /// @param args anything Jackson can write; `byte[]` and `BinaryNode` go as attachments
  /// @throws IllegalArgumentException if an argument cannot be written as JSON
  public void emit(String event, Object... args) {
    send(namespace.encode(event, args));
  }

  public void send(Message message) {
    if (state == State.CONNECTED || !hold(message)) {
      sendNow(message.wire());
    }
  }

  /// As `send`, with many other receivers of the same message.
  void sendShared(Message message, EngineBroadcast broadcast) {
    if (state == State.CONNECTED || !hold(message)) {
      if (state == State.CONNECTED) {
        broadcast.add(connection.session());
      }
    }
  }

  private synchronized boolean hold(Message message) {
    if (state != State.CONNECTING) {
      return false;
    }
    if (held == null) {
      held = new ArrayList<>();
    }
    held.add(message);
    heldBytes += message.bytes();
    if (heldBytes > connection.outboxBytesMax()) {
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
      Duration timeout, String event, Object... args) {
    var answer = new CompletableFuture<List<JsonNode>>();
    long ackId;
    synchronized (this) {
      if (state == State.DISCONNECTED) {
        answer.cancel(false);
        return answer;
      }
      ackId = nextAckId++;
      if (awaited == null) {
        awaited = new HashMap<>();
      }
      awaited.put(ackId, answer);
    }
    var _ = answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    var _ = answer.whenComplete((_, _) -> forget(ackId));
    send(new Message(Wire.event(namespace.name(), ackId, event, args)));
    return answer;
  }

  private synchronized void forget(long ackId) {
    if (awaited != null) {
      awaited.remove(ackId);
    }
  }

  /// The client has acknowledged; an id nobody waits for is ignored.
  void acknowledged(long ackId, List<JsonNode> args) {
    CompletableFuture<List<JsonNode>> answer;
    synchronized (this) {
      answer = awaited == null ? null : awaited.get(ackId);
    }
    if (answer != null) {
      answer.complete(args);
    }
  }

  public void join(String room) {
    synchronized (this) {
      if (state == State.DISCONNECTED || room.equals(id)) {
        return;
      }
      if (rooms == null) {
        rooms = new LinkedHashSet<>(2);
      }
      if (rooms.add(room)) {
        namespace.rooms().join(room, this);
      }
    }
  }

  public void leave(String room) {
    synchronized (this) {
      if (rooms != null && rooms.remove(room)) {
        namespace.rooms().leave(room, this);
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

  /// The members of a room but for this socket.
  public BroadcastOperator to(String room) {
    return namespace.to(room).except(id);
  }

  /// Ends this socket with a DISCONNECT packet; a stock client then stays away until its
  /// application connects it again.
  ///
  /// @param closeTransport closes the whole connection as well
  public void disconnect(boolean closeTransport) {
    leaving = true;
    connection.disconnect(this, closeTransport);
  }

  /// Closes the whole connection without a word; a stock client comes back by itself.
  public void closeTransport() {
    connection.closeTransport();
  }

  // ------------------------------------------------------------------ for the connection

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
    missed.forEach(message -> session.send(message.wire()));
    if (held != null) {
      held.forEach(message -> session.send(message.wire()));
      held = null;
    }
    state = State.CONNECTED;
    return true;
  }

  /// Leaves all rooms.
  ///
  /// @return whether it had been connected
  boolean end() {
    List<CompletableFuture<List<JsonNode>>> unanswered;
    boolean wasConnected;
    synchronized (this) {
      wasConnected = state == State.CONNECTED;
      state = State.DISCONNECTED;
      held = null;
      if (rooms != null) {
        rooms.forEach(room -> namespace.rooms().leave(room, this));
        rooms = null;
      }
      unanswered = awaited == null ? List.of() : List.copyOf(awaited.values());
    }
    unanswered.forEach(answer -> answer.cancel(false));
    return wasConnected;
  }

  void received(Event event) {
    EventListener listener;
    synchronized (this) {
      listener = listeners == null ? null : listeners.get(event.name());
    }
    if (listener == null) {
      listener = namespace.listenerOf(event.name());
    }
    if (listener != null && state == State.CONNECTED && !leaving) {
      listener.onEvent(this, event);
    }
  }

  Event.@Nullable Reply replyTo(long ackId) {
    return ackId == SocketPacket.NO_ACK
        ? null
        : args -> sendNow(Wire.ack(namespace.name(), ackId, args));
  }
}
