package io.klatch.socketio;

import io.klatch.socketio.engine.EngineConfig;
import java.time.Duration;

/// Settings of a Socket.IO server.
///
/// @param connectTimeout how long a client may stay connected to no namespace
public record SocketServerConfig(EngineConfig engine, Duration connectTimeout) {
  public SocketServerConfig {
    if (connectTimeout.isZero() || connectTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "connectTimeout is " + connectTimeout + ", must be positive");
    }
  }

  public static SocketServerConfig defaults() {
    return new SocketServerConfig(EngineConfig.defaults(), Duration.ofSeconds(45));
  }
}
