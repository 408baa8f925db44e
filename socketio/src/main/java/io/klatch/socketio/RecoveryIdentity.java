package io.klatch.socketio;

/// Who a socket belongs to. A `pid` recovers only for the one it was given to, so that a stolen one
/// is worth nothing.
@FunctionalInterface
public interface RecoveryIdentity {
  /// Called after the guards have let the socket in, on a virtual thread; may block.
  ///
  /// @return equal for the same user: from what a guard has attached, or from `handshake()`
  Object of(Socket socket);
}
