package io.klatch.socketio;

import java.time.Duration;

/// What one connection may ask of a Socket.IO server.
///
/// @param namespacesMax namespaces it may be in at once; one more is answered with CONNECT_ERROR
/// @param refusedConnectsMax CONNECTs that may be refused; one more closes the connection, because
///   nobody who means well asks so often
/// @param attachmentTimeout how long a packet may wait for its next attachment; longer than a
///   WebSocket message may take
public record ConnectionLimits(
    int namespacesMax, int refusedConnectsMax, Duration attachmentTimeout) {
  public ConnectionLimits {
    if (namespacesMax < 1) {
      throw new IllegalArgumentException("namespacesMax is " + namespacesMax + ", at least 1");
    }
    if (refusedConnectsMax < 1) {
      throw new IllegalArgumentException(
          "refusedConnectsMax is " + refusedConnectsMax + ", at least 1");
    }
    if (attachmentTimeout.isZero() || attachmentTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "attachmentTimeout is " + attachmentTimeout + ", must be positive");
    }
  }

  public static ConnectionLimits defaults() {
    return new ConnectionLimits(32, 100, Duration.ofSeconds(60));
  }
}
