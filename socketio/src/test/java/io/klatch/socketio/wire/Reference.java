package io.klatch.socketio.wire;

import io.klatch.socketio.ConnectDecision;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.EngineConfig;
import java.time.Duration;

/// The application that the protocol's document describes for trying a server: it tells each client
/// what it sent to connect, and sends back events and acknowledgements.
public final class Reference {
  private Reference() {}

  public static TestServer start() {
    return TestServer.sockets(Reference::install);
  }

  public static TestServer start(EngineConfig engine, Duration connectTimeout) {
    return TestServer.sockets(new SocketServerConfig(engine, connectTimeout), Reference::install);
  }

  public static void install(SocketServer server) {
    install(server.of("/"));
    install(server.of("/custom"));
  }

  private static void install(Namespace namespace) {
    namespace
        .use((socket, auth) -> {
          socket.attach(auth);
          return new ConnectDecision.Allow();
        })
        .onConnection(socket -> socket.emit("auth", socket.attachment(Object.class)))
        .on("message", (socket, event) -> socket.emit("message-back", event.args().toArray()))
        .on("message-with-ack", (_, event) -> event.reply(event.args().toArray()));
  }
}
