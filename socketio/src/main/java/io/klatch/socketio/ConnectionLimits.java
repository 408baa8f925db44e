package io.klatch.socketio;

/// What one connection may ask of a Socket.IO server.
///
/// @param namespacesMax namespaces it may be in at once; one more is answered with CONNECT_ERROR
/// @param refusedConnectsMax CONNECTs that may be refused; one more closes the connection, because
///   nobody who means well asks so often
public record ConnectionLimits(int namespacesMax, int refusedConnectsMax) {
  public ConnectionLimits {
    if (namespacesMax < 1) {
      throw new IllegalArgumentException("namespacesMax is " + namespacesMax + ", at least 1");
    }
    if (refusedConnectsMax < 1) {
      throw new IllegalArgumentException(
          "refusedConnectsMax is " + refusedConnectsMax + ", at least 1");
    }
  }

  public static ConnectionLimits defaults() {
    return new ConnectionLimits(32, 100);
  }
}
