package io.klatch.socketio;

/// Told of each event that is emitted to a socket, also by a broadcast; on the thread that emits,
/// so it must not block.
@FunctionalInterface
public interface OutgoingListener {
  void onOutgoing(Socket socket, Outgoing event);
}
