package io.klatch.socketio;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Who a broadcast goes to: everybody in the namespace, or in at least one of the rooms named, but
/// for those in a room excluded; here and, with an adapter for it, on the other servers.
///
/// Immutable; each call that narrows gives a new one. May be used from any thread, waits for no
/// client.
public final class BroadcastOperator {
  /// How long acknowledgements are waited for where `timeout` does not say.
  static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);

  private final Adapter adapter;
  private final BroadcastOptions options;

  BroadcastOperator(Adapter adapter, BroadcastOptions options) {
    this.adapter = adapter;
    this.options = options;
  }

  /// Also the members of these rooms; each socket once.
  public BroadcastOperator to(String... rooms) {
    return with(options.to(rooms));
  }

  /// The same as `to`, as the reference has both.
  public BroadcastOperator in(String... rooms) {
    return to(rooms);
  }

  /// Not the members of these rooms; a socket's own id is a room of its own.
  public BroadcastOperator except(String... rooms) {
    return with(options.except(rooms));
  }

  /// The reference's `volatile`: who cannot be written to at once does not get it.
  public BroadcastOperator asVolatile() {
    return with(options.asVolatile());
  }

  /// Whether to compress where the transport does; true unless said otherwise.
  public BroadcastOperator compress(boolean compress) {
    return with(options.compress(compress));
  }

  /// Only sockets connected to this server.
  public BroadcastOperator local() {
    return with(options.here());
  }

  /// How long `emitWithAck`, `serverSideEmitWithAck` and `fetchSockets` wait; ten seconds unless
  /// said otherwise.
  public BroadcastOperator timeout(Duration timeout) {
    return with(options.within(timeout));
  }

  private BroadcastOperator with(BroadcastOptions narrower) {
    return new BroadcastOperator(adapter, narrower);
  }

  /// @param args anything Jackson can write; `byte[]` and `BinaryNode` go as attachments
  /// @throws IllegalArgumentException if an argument cannot be written as JSON, or the name is one
  ///   of the protocol's own
  public void emit(String event, @Nullable Object... args) {
    adapter.broadcast(Outgoing.of(event, args), options);
  }

  /// Emits an event and gives the acknowledgements: all of them, or those that came until the time
  /// was up. A client that disconnects is not waited for.
  public CompletableFuture<Acks> emitWithAck(String event, @Nullable Object... args) {
    return AckCollector.ask(adapter, Outgoing.of(event, args), options);
  }

  /// Tells the listeners of the other servers, whatever rooms were named, and gives their answers:
  /// all, or those that came until the time was up.
  public CompletableFuture<Acks> serverSideEmitWithAck(String event, @Nullable Object... args) {
    return adapter.serverSideEmitWithAck(Outgoing.of(event, args), options.waiting());
  }

  /// The receivers, as they are now, of all servers.
  public CompletableFuture<List<RemoteSocket>> fetchSockets() {
    return adapter.fetchSockets(options);
  }

  /// Makes the receivers join rooms.
  public void socketsJoin(String... rooms) {
    adapter.socketsJoin(options, Set.of(rooms));
  }

  public void socketsLeave(String... rooms) {
    adapter.socketsLeave(options, Set.of(rooms));
  }

  /// See `Socket.disconnect`.
  public void disconnectSockets(boolean closeTransport) {
    adapter.disconnectSockets(options, closeTransport);
  }
}
