package io.klatch.socketio;

import tools.jackson.databind.node.ObjectNode;

/// Looks at a client that wants to connect to a namespace.
@FunctionalInterface
public interface ConnectGuard {
  /// Called on a virtual thread; may block.
  ///
  /// @param auth what the client sent along, empty if nothing
  ConnectDecision check(Socket socket, ObjectNode auth);
}
