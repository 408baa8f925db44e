package io.klatch.socketio.engine;

import java.time.Duration;

/// The connection under an application's sockets, as far as it may be seen: the reference's
/// `socket.conn`. May be used from any thread.
///
/// @param session carries the sockets of one client
public record Conn(EngineSession session) {
  /// Names the connection, and nobody but its client may know it.
  public String id() {
    return session.id();
  }

  /// `polling` or `websocket`.
  public String transport() {
    return session.isWebSocket() ? "websocket" : "polling";
  }

  public boolean isOpen() {
    return session.isOpen();
  }

  /// Runs a listener, in order with the connection's packets, when it has gone from polling to a
  /// WebSocket; never, if it already has.
  public void onUpgrade(Runnable listener) {
    session.upgrade.onDone(listener);
  }

  /// For an application that has seen its client misbehave: lets the address open one further
  /// session in a second for that time, and answers what it opens beyond 429. Others behind the
  /// same gateway are slowed down with it, but not shut out.
  public void slowAddress(Duration time) {
    session.server.slow(session.handshake().address().getAddress(), time);
  }
}
