package io.klatch.socketio.engine;

/// What an application does with new sessions.
@FunctionalInterface
public interface EngineHandler {
  /// Called once per session on its event loop, before any of its packets; must not wait. What has
  /// to wait goes to `EngineSession.execute`.
  ///
  /// @return what receives the session's packets
  SessionHandler onOpen(EngineSession session);
}
