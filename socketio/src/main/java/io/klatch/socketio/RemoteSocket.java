package io.klatch.socketio;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A socket of this or another server as it was when it was asked for; what is done to it goes
/// through the adapter.
public final class RemoteSocket {
  private final String id;
  private final Handshake handshake;
  private final Set<String> rooms;
  private final Map<String, Object> data;
  private final BroadcastOperator operator;

  /// For adapters.
  ///
  /// @param data of the socket, copied
  public RemoteSocket(
      Adapter adapter,
      String id,
      Handshake handshake,
      Set<String> rooms,
      Map<String, Object> data) {
    this.id = id;
    this.handshake = handshake;
    this.rooms = Set.copyOf(rooms);
    this.data = Map.copyOf(data);
    this.operator = new BroadcastOperator(adapter, BroadcastOptions.EVERYBODY.to(id));
  }

  static RemoteSocket of(Adapter adapter, Socket socket) {
    var data = socket.dataOrNull();
    return new RemoteSocket(
        adapter, socket.id(), socket.handshake(), socket.rooms(), data == null ? Map.of() : data);
  }

  public String id() {
    return id;
  }

  public Handshake handshake() {
    return handshake;
  }

  /// Its own id among them.
  public Set<String> rooms() {
    return rooms;
  }

  /// What the application keeps with the socket; a copy.
  public Map<String, Object> data() {
    return data;
  }

  public void emit(String event, @Nullable Object... args) {
    operator.emit(event, args);
  }

  /// Completes exceptionally with a `TimeoutException` if there is no answer in time.
  public CompletableFuture<List<JsonNode>> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return operator
        .timeout(timeout)
        .emitWithAck(event, args)
        .thenCompose(acks ->
            acks.answers().isEmpty()
                ? CompletableFuture.failedFuture(
                    new TimeoutException(id + " has not acknowledged " + event))
                : CompletableFuture.completedFuture(acks.answers().getFirst()));
  }

  public void join(String... more) {
    operator.socketsJoin(more);
  }

  public void leave(String... less) {
    operator.socketsLeave(less);
  }

  /// See `Socket.disconnect`.
  public void disconnect(boolean closeTransport) {
    operator.disconnectSockets(closeTransport);
  }
}
