package io.klatch.socketio.engine;

/// Whether a client may open a session.
public sealed interface AccessDecision {
  record Allow() implements AccessDecision {}

  /// Answered 403 with `{"code":4,"message":…}`.
  record Refuse(String message) implements AccessDecision {}
}
