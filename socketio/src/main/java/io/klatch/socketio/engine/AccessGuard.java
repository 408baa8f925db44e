package io.klatch.socketio.engine;

/// Looks at a request for a session before there is one; the reference's `allowRequest`.
@FunctionalInterface
public interface AccessGuard {
  /// Lets everybody in, and costs nothing.
  AccessGuard NONE =
      new AccessGuard() {
        @Override
        public AccessDecision decide(Handshake request) {
          return new AccessDecision.Allow();
        }

        @Override
        public String toString() {
          return "none";
        }
      };

  /// Called on a virtual thread and may block; the client waits meanwhile. After
  /// `Access.askTimeout` it is answered 503 and this thread interrupted. Whoever fails here
  /// refuses.
  AccessDecision decide(Handshake request);
}
