package io.klatch.socketio;

import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.packet.PacketLimits;
import java.time.Duration;

/// Settings of a Socket.IO server.
///
/// @param connectTimeout how long a client may stay connected to no namespace
/// @param packets what one packet of a client may be at most
/// @param connections what one connection may ask for
public record SocketServerConfig(
    EngineConfig engine,
    Duration connectTimeout,
    PacketLimits packets,
    ConnectionLimits connections) {
  public SocketServerConfig {
    if (connectTimeout.isZero() || connectTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "connectTimeout is " + connectTimeout + ", must be positive");
    }
  }

  /// With the usual limits of packets and connections.
  public SocketServerConfig(EngineConfig engine, Duration connectTimeout) {
    this(engine, connectTimeout, PacketLimits.defaults(), ConnectionLimits.defaults());
  }

  public static SocketServerConfig defaults() {
    return new SocketServerConfig(EngineConfig.defaults(), Duration.ofSeconds(45));
  }

  public SocketServerConfig withEngine(EngineConfig newEngine) {
    return new SocketServerConfig(newEngine, connectTimeout, packets, connections);
  }
}
