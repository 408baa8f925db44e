package io.klatch.socketio;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Emits to one socket in a way other than the usual one. Immutable; each call that says how gives
/// a new one.
public final class Emitter {
  private final Socket socket;
  private final BroadcastOptions options;

  Emitter(Socket socket, BroadcastOptions options) {
    this.socket = socket;
    this.options = options;
  }

  /// The reference's `volatile`: lost where it cannot be written at once.
  public Emitter asVolatile() {
    return new Emitter(socket, options.asVolatile());
  }

  /// Whether to compress where the transport does; true unless said otherwise.
  public Emitter compress(boolean compress) {
    return new Emitter(socket, options.compress(compress));
  }

  /// How long `emitWithAck` waits; ten seconds unless said otherwise.
  public Emitter timeout(Duration timeout) {
    return new Emitter(socket, options.within(timeout));
  }

  /// Everybody in the namespace but for this socket, in the same way.
  public BroadcastOperator broadcast() {
    return new BroadcastOperator(socket.namespace().adapter(), options.except(socket.id()));
  }

  public BroadcastOperator to(String... rooms) {
    return broadcast().to(rooms);
  }

  public BroadcastOperator except(String... rooms) {
    return broadcast().except(rooms);
  }

  public void emit(String event, @Nullable Object... args) {
    socket.emit(Outgoing.of(event, args), options);
  }

  /// See `Socket.emitWithAck`.
  public CompletableFuture<List<JsonNode>> emitWithAck(String event, @Nullable Object... args) {
    return SingleAck.ask(socket, Outgoing.of(event, args), options);
  }
}
