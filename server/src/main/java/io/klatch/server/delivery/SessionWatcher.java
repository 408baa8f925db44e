package io.klatch.server.delivery;

/// Hears of the sockets that come and go, each on the virtual thread of its connection's inbox and
/// in this order: came, acted, went.
public interface SessionWatcher {
  /// The client is connected. May block, which holds up this client's first commands.
  default void came(Session session) {}

  /// The client asks for something. Must not block.
  default void acted(Session session, String event) {}

  void went(Session session);
}
