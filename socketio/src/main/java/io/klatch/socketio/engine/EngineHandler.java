package io.klatch.socketio.engine;

/// What an application does with new sessions.
@FunctionalInterface
public interface EngineHandler {
  /// Called once per session on a virtual thread, before any of its packets; may block.
  ///
  /// @return what receives the session's packets
  SessionHandler onOpen(EngineSession session);
}
