package io.klatch.socketio.admin;

/// How much the Admin UI is shown.
public enum AdminMode {
  /// Figures of the server, every two seconds. Costs nothing per delivery.
  PRODUCTION,
  /// Also each socket with what its client said when it came, its rooms, and the events it sends
  /// and is sent, with their arguments.
  DEVELOPMENT
}
