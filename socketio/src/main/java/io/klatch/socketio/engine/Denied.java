package io.klatch.socketio.engine;

/// Why a request was turned away before there was a session; each is counted.
public enum Denied {
  /// The page is of an origin that is not allowed.
  FOREIGN_ORIGIN,

  /// As many sessions as there may be, or the server is about to stop.
  OVERLOADED
}
