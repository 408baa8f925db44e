package io.klatch.socketio;

import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.packet.PacketLimits;
import java.time.Duration;

/// Settings of a Socket.IO server.
///
/// @param connectTimeout how long a client may stay connected to no namespace
/// @param packets what one packet of a client may be at most
/// @param connections what one connection may ask for
/// @param namespaces how many clients can bring into being
/// @param parser how packets are written for a client whose query does not name another one
public record SocketServerConfig(
    EngineConfig engine,
    Duration connectTimeout,
    PacketLimits packets,
    ConnectionLimits connections,
    NamespaceLimits namespaces,
    Parser parser) {
  public SocketServerConfig {
    if (connectTimeout.isZero() || connectTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "connectTimeout is " + connectTimeout + ", must be positive");
    }
  }

  /// With the usual limits of packets and connections, and JSON.
  public SocketServerConfig(EngineConfig engine, Duration connectTimeout) {
    this(engine, connectTimeout, PacketLimits.defaults(), ConnectionLimits.defaults(), Parser.JSON);
  }

  /// With the usual limits of namespaces.
  public SocketServerConfig(
      EngineConfig engine,
      Duration connectTimeout,
      PacketLimits packets,
      ConnectionLimits connections,
      Parser parser) {
    this(engine, connectTimeout, packets, connections, NamespaceLimits.defaults(), parser);
  }

  public static SocketServerConfig defaults() {
    return new SocketServerConfig(EngineConfig.defaults(), Duration.ofSeconds(45));
  }

  public SocketServerConfig withEngine(EngineConfig newEngine) {
    return new SocketServerConfig(
        newEngine, connectTimeout, packets, connections, namespaces, parser);
  }

  public SocketServerConfig withParser(Parser usual) {
    return new SocketServerConfig(engine, connectTimeout, packets, connections, namespaces, usual);
  }

  public SocketServerConfig withNamespaces(NamespaceLimits limits) {
    return new SocketServerConfig(engine, connectTimeout, packets, connections, limits, parser);
  }
}
