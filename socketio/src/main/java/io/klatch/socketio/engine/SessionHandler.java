package io.klatch.socketio.engine;

/// Receives what one session's client sends. Calls come one at a time, in order, on a virtual
/// thread, and may block: the session's inbox is bounded and reading pauses while it is full.
public interface SessionHandler {
  void onText(String text);

  /// Bytes outside any text.
  ///
  /// @param bytes owned by the receiver
  void onBinary(byte[] bytes);

  /// The last call, made once.
  void onClose(CloseReason reason);
}
