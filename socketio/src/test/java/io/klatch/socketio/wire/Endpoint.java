package io.klatch.socketio.wire;

import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.EngineConfig;
import java.time.Duration;

/// The two kinds of server whose Engine.IO behaviour must be the same.
public enum Endpoint {
  ENGINE,
  SOCKET;

  /// A server with the settings that both protocol documents take for their examples.
  public TestServer start() {
    return start(Duration.ofMillis(300), Duration.ofMillis(200));
  }

  public TestServer start(Duration pingInterval, Duration pingTimeout) {
    var config = EngineConfig.defaults().withHeartbeat(pingInterval, pingTimeout);
    return switch (this) {
      case ENGINE -> TestServer.engine(config, new EchoHandler()::open);
      case SOCKET ->
          TestServer.sockets(
              new SocketServerConfig(config, Duration.ofSeconds(45)), SocketServer::engine);
    };
  }
}
