package io.klatch.socketio;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/// Reaches the sockets of one namespace, wherever they are: the port behind which a cluster hides.
///
/// `InMemoryAdapter` knows the sockets of this process. One for several processes does the same
/// with its own sockets, unless a broadcast is for others only, and tells the other processes,
/// unless it is `local`. `AdapterContract` in the tests says what every adapter must do.
///
/// All methods may be called from any thread and never wait.
public interface Adapter extends AutoCloseable {
  /// Makes the adapter of a namespace, once, when the namespace comes into being.
  @FunctionalInterface
  interface Factory {
    Adapter create(Namespace namespace);
  }

  /// Told what becomes of a broadcast that wants acknowledgements; from any thread.
  interface AckListener {
    /// One server has sent to that many clients. Called once for each server, possibly after some
    /// of their answers.
    void sent(int clients);

    /// One client has acknowledged.
    void answered(List<JsonNode> args);

    /// One client will not acknowledge any more: it has disconnected.
    void gone();
  }

  /// A socket of this process joins a room. Rooms exist while somebody is in them.
  void join(Socket socket, String room);

  void leave(Socket socket, String room);

  void broadcast(Outgoing event, BroadcastOptions options);

  /// @return forgets what has not been acknowledged
  Runnable broadcastWithAck(Outgoing event, BroadcastOptions options, AckListener listener);

  /// The sockets as they are now. Fails with a `TimeoutException` if a server does not answer.
  CompletableFuture<List<RemoteSocket>> fetchSockets(BroadcastOptions options);

  void socketsJoin(BroadcastOptions options, Set<String> rooms);

  void socketsLeave(BroadcastOptions options, Set<String> rooms);

  void disconnectSockets(BroadcastOptions options, boolean closeTransport);

  /// Tells the listeners of the other servers; see `Namespace.onServerSide`.
  void serverSideEmit(Outgoing event);

  /// The answers of the other servers, as many as come in time.
  CompletableFuture<Acks> serverSideEmitWithAck(Outgoing event, Duration timeout);

  /// Servers that a broadcast goes to, this one included.
  CompletableFuture<Integer> serverCount();

  /// The namespace is gone.
  @Override
  void close();
}
