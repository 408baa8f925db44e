package io.klatch.socketio;

/// Told of each socket after its client has been told that it is connected; on a virtual thread.
@FunctionalInterface
public interface ConnectionListener {
  void onConnection(Socket socket);
}
