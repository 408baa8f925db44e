package io.klatch.socketio.engine;

/// Takes what connects to an endpoint of plain WebSockets.
@FunctionalInterface
public interface PlainAcceptor {
  /// A client is connected. On a virtual thread, which may block: its messages wait.
  PlainListener opened(PlainSocket socket);
}
