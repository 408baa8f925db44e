package io.klatch.socketio;

/// Told once of each connected socket's end, on a virtual thread.
@FunctionalInterface
public interface DisconnectListener {
  void onDisconnect(Socket socket, DisconnectReason reason);
}
