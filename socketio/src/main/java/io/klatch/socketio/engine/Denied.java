package io.klatch.socketio.engine;

/// Why a request was turned away at the door; each is counted.
public enum Denied {
  /// The page is of an origin that is not allowed.
  FOREIGN_ORIGIN,

  /// The application's guard said so, or failed.
  GUARD,

  /// The application's guard, or its hook for answers, took too long.
  GUARD_TIMEOUT,

  /// One address has as many sessions as it may.
  ADDRESS_SESSIONS,

  /// One address asks too often.
  ADDRESS_HANDSHAKES,

  /// As many sessions as there may be, or the server is about to stop.
  OVERLOADED
}
