package io.klatch.socketio;

/// Looks at each event of a socket before its listeners do: the reference's `socket.use`.
@FunctionalInterface
public interface EventGuard {
  /// Called on a virtual thread; may block.
  EventDecision check(Socket socket, Event event);
}
