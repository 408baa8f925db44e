package io.klatch.server;

import io.klatch.socketio.ConnectDecision;
import io.klatch.socketio.Event;
import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.CloseReason;
import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.engine.EngineServer;
import io.klatch.socketio.engine.EngineSession;
import io.klatch.socketio.engine.SessionHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import tools.jackson.databind.node.ObjectNode;

/// What the official protocol suites run against: raw Engine.IO echo at `/engine.io/`, and at
/// `/socket.io/` the handlers the Socket.IO suite expects. State recovery is off, because the
/// suites check the exact keys of each answer.
final class ConformanceServer {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private ConformanceServer() {}

  static List<EngineServer> endpoints(
      Duration pingInterval, Duration pingTimeout, Executor executor) {
    var engine = OneMachine.engine().withHeartbeat(pingInterval, pingTimeout);
    var echo = new EngineServer(engine.withPath("/engine.io/"), Echo::new, executor);
    // The suite gives a connection that never connects to a namespace two seconds.
    var config = new SocketServerConfig(engine, Duration.ofSeconds(1));
    var socketIo = new SocketServer(config, executor);
    socketIo
        .of("/")
        .use(ConformanceServer::keepAuth)
        .onConnection(ConformanceServer::greet)
        .on("message", (socket, event) -> socket.emit("message-back", args(event)))
        .on("message-with-ack", (_, event) -> event.reply(args(event)))
        .on("ask-me", ConformanceServer::ask);
    socketIo.of("/custom").use(ConformanceServer::keepAuth).onConnection(ConformanceServer::greet);
    return List.of(echo, socketIo.engine());
  }

  private static ConnectDecision keepAuth(Socket socket, ObjectNode auth) {
    socket.attach(auth);
    return new ConnectDecision.Allow();
  }

  private static void greet(Socket socket) {
    socket.emit("auth", socket.attachment(ObjectNode.class));
  }

  /// Not for the suites, which know no acknowledgement by a client, but for stock clients.
  private static void ask(Socket socket, Event event) {
    var _ =
        socket
            .emitWithAck(ANSWER_WITHIN, "question", args(event))
            .thenAccept(answer -> socket.emit("answered", answer.toArray()));
  }

  private static Object[] args(Event event) {
    return event.args().toArray();
  }

  private record Echo(EngineSession session) implements SessionHandler {
    @Override
    public void onText(String text) {
      session.send(EngineMessage.text(text));
    }

    @Override
    public void onBinary(byte[] bytes) {
      session.send(EngineMessage.binary(bytes));
    }

    @Override
    public void onClose(CloseReason reason) {}
  }
}
