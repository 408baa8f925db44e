package io.klatch.socketio.engine;

/// Whether a session could write a message at once; only then it takes a volatile one.
final class Writability {
  private Writability() {}

  /// As in the reference: a WebSocket is writable when all that was sent before has been handed to
  /// the connection, polling when a GET waits. Takes the session's lock.
  static boolean of(EngineSession session) {
    synchronized (session.lock) {
      if (!session.outbox.isEmpty()) {
        return false;
      }
      var webSocket = session.webSocket;
      return webSocket == null ? session.polling.isWaiting() : webSocket.isWritable();
    }
  }
}
