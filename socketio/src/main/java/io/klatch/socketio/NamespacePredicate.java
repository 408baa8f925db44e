package io.klatch.socketio;

import tools.jackson.databind.node.ObjectNode;

/// Whether a namespace of that name may come into being when a client connects to it.
@FunctionalInterface
public interface NamespacePredicate {
  /// Called on a virtual thread; may block. A fault counts as no.
  ///
  /// @param auth what the client sent along, empty if nothing
  boolean allows(String name, ObjectNode auth);
}
