package io.klatch.socketio;

import org.jspecify.annotations.Nullable;

/// Whether an event reaches its listeners.
public sealed interface EventDecision {
  record Pass() implements EventDecision {}

  /// The socket's error listeners are told; the client is not, as in the reference.
  record Refuse(String message, @Nullable Object data) implements EventDecision {}
}
