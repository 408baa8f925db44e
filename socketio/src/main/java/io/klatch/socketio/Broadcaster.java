package io.klatch.socketio;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What tells many sockets at once: a namespace, or the server for its main namespace.
public interface Broadcaster {
  /// To everybody; the other methods are short for what can be done with it.
  BroadcastOperator broadcast();

  default BroadcastOperator to(String... rooms) {
    return broadcast().to(rooms);
  }

  default BroadcastOperator in(String... rooms) {
    return broadcast().to(rooms);
  }

  default BroadcastOperator except(String... rooms) {
    return broadcast().except(rooms);
  }

  default BroadcastOperator asVolatile() {
    return broadcast().asVolatile();
  }

  default BroadcastOperator compress(boolean compress) {
    return broadcast().compress(compress);
  }

  default BroadcastOperator local() {
    return broadcast().local();
  }

  default BroadcastOperator timeout(Duration timeout) {
    return broadcast().timeout(timeout);
  }

  default void emit(String event, @Nullable Object... args) {
    broadcast().emit(event, args);
  }

  default CompletableFuture<Acks> emitWithAck(String event, @Nullable Object... args) {
    return broadcast().emitWithAck(event, args);
  }

  default CompletableFuture<List<RemoteSocket>> fetchSockets() {
    return broadcast().fetchSockets();
  }

  default void socketsJoin(String... rooms) {
    broadcast().socketsJoin(rooms);
  }

  default void socketsLeave(String... rooms) {
    broadcast().socketsLeave(rooms);
  }

  default void disconnectSockets(boolean closeTransport) {
    broadcast().disconnectSockets(closeTransport);
  }
}
