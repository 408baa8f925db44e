package io.klatch.socketio;

import org.jspecify.annotations.Nullable;

/// Whether a client may connect to a namespace.
public sealed interface ConnectDecision {
  record Allow() implements ConnectDecision {}

  /// The client gets `connect_error` and stays away until its application connects it again.
  ///
  /// @param data becomes JSON; null sends none
  record Refuse(String message, @Nullable Object data) implements ConnectDecision {}
}
