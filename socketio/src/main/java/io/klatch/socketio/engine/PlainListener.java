package io.klatch.socketio.engine;

/// Hears one plain WebSocket: its messages in order and then its end, one at a time, on virtual
/// threads, which may block.
public interface PlainListener {
  void message(String text);

  /// The connection has ended, whoever ended it. Called once.
  void closed();
}
