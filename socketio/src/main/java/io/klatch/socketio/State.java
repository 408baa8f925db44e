package io.klatch.socketio;

/// How far a socket has come; never back.
enum State {
  CONNECTING,
  CONNECTED,
  DISCONNECTED
}
