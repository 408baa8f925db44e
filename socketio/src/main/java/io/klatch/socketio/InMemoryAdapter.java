package io.klatch.socketio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The sockets of this process: what a single server needs, and what an adapter for several asks
/// for its own part.
public final class InMemoryAdapter implements Adapter {
  private final Namespace namespace;
  private final Rooms rooms;

  public InMemoryAdapter(Namespace namespace) {
    this.namespace = namespace;
    this.rooms = namespace.rooms();
  }

  @Override
  public void join(Socket socket, String room) {
    rooms.join(room, socket);
  }

  @Override
  public void leave(Socket socket, String room) {
    rooms.leave(room, socket);
  }

  @Override
  public void broadcast(Outgoing event, BroadcastOptions options) {
    namespace.send(event, options, () -> sockets(options));
  }

  @Override
  public Runnable broadcastWithAck(Outgoing event, BroadcastOptions options, AckListener listener) {
    long ackId = namespace.newAckId();
    var message = namespace.encode(event, ackId);
    var asked = new ArrayList<Socket>();
    for (var socket : sockets(options)) {
      if (socket.acknowledgements().expect(ackId, listener)) {
        asked.add(socket);
      }
    }
    listener.sent(asked.size());
    namespace.send(asked, message, options.sending());
    return () -> asked.forEach(socket -> socket.acknowledgements().forget(ackId));
  }

  @Override
  public CompletableFuture<List<RemoteSocket>> fetchSockets(BroadcastOptions options) {
    return CompletableFuture.completedFuture(
        sockets(options).stream()
            .map(socket -> RemoteSocket.of(namespace.adapter(), socket))
            .toList());
  }

  @Override
  public void socketsJoin(BroadcastOptions options, Set<String> names) {
    sockets(options).forEach(socket -> names.forEach(socket::join));
  }

  @Override
  public void socketsLeave(BroadcastOptions options, Set<String> names) {
    sockets(options).forEach(socket -> names.forEach(socket::leave));
  }

  @Override
  public void disconnectSockets(BroadcastOptions options, boolean closeTransport) {
    List.copyOf(sockets(options)).forEach(socket -> socket.disconnect(closeTransport));
  }

  /// There is no other server.
  @Override
  public void serverSideEmit(Outgoing event) {}

  @Override
  public CompletableFuture<Acks> serverSideEmitWithAck(Outgoing event, Duration timeout) {
    return CompletableFuture.completedFuture(new Acks(List.of(), 0));
  }

  @Override
  public CompletableFuture<Integer> serverCount() {
    return CompletableFuture.completedFuture(1);
  }

  @Override
  public void close() {}

  /// The sockets of this process that a broadcast goes to, as they are now.
  public Collection<Socket> sockets(BroadcastOptions options) {
    var receivers =
        options.rooms().isEmpty() ? namespace.sockets() : rooms.membersOfAny(options.rooms());
    if (options.except().isEmpty()) {
      return receivers;
    }
    var unwanted = new HashSet<>(rooms.membersOfAny(options.except()));
    return receivers.stream().filter(socket -> !unwanted.contains(socket)).toList();
  }
}
