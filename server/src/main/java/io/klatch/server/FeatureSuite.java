package io.klatch.server;

import io.klatch.socketio.ConnectDecision;
import io.klatch.socketio.DisconnectReason;
import io.klatch.socketio.Event;
import io.klatch.socketio.RecoveryBounds;
import io.klatch.socketio.RemoteSocket;
import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.SocketServerConfig;
import io.klatch.socketio.engine.EngineServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// What our own tests with stock clients run against: the library's features that chat has no event
/// for. `/recovery` recovers from memory; namespaces `/room-<n>` come and go.
final class FeatureSuite {
  private static final Duration ANSWER_WITHIN = Duration.ofMillis(500);

  private FeatureSuite() {}

  static List<EngineServer> endpoints(
      Duration pingInterval, Duration pingTimeout, Executor executor) {
    var engine = OneMachine.engine().withHeartbeat(pingInterval, pingTimeout);
    var server = new SocketServer(new SocketServerConfig(engine, Duration.ofSeconds(45)), executor);
    server
        .of("/recovery")
        .use(FeatureSuite::letIn)
        .recoverInMemory(RecoveryBounds.defaults(), socket -> socket.attachment(String.class))
        .on("join", FeatureSuite::join)
        .on("tell", FeatureSuite::tell)
        .on("ask", FeatureSuite::ask)
        .on("who", FeatureSuite::who);
    server
        .of(Pattern.compile("/room-\\d+"))
        .cleanupEmptyChildren(true)
        .on("tell", FeatureSuite::tell);
    endings(server);
    return List.of(server.engine());
  }

  /// Every way in which the server ends sockets, and a line for each socket that has ended.
  private static void endings(SocketServer server) {
    for (var name : List.of("/", "/other")) {
      server
          .of(name)
          .onDisconnect(FeatureSuite::report)
          .on("end me", (socket, _) -> socket.disconnect(false))
          .on("end us", (socket, _) -> socket.disconnect(true))
          .on("close", (socket, _) -> socket.closeTransport())
          .on("end all", (socket, _) -> socket.namespace().disconnectSockets(false))
          .on("close all", (socket, _) -> socket.namespace().disconnectSockets(true))
          .on("shut down", (_, _) -> shutDown(server));
    }
  }

  private static void shutDown(SocketServer server) {
    try {
      server.engine().close(Duration.ZERO);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void report(Socket socket, DisconnectReason reason) {
    var who = socket.handshake().auth().path("as").asString("");
    var what = "ended " + who + " " + socket.namespace().name() + " " + reason.wireName();
    System.out.println(what);
  }

  private static ConnectDecision letIn(Socket socket, ObjectNode auth) {
    var user = auth.path("user").asString("");
    socket.attach(user);
    return user.isEmpty()
        ? new ConnectDecision.Refuse("say who you are", List.of("user"))
        : new ConnectDecision.Allow();
  }

  private static String text(Event event, int index) {
    var arg = event.arg(index);
    return arg == null ? "" : arg.asString("");
  }

  private static void join(Socket socket, Event event) {
    socket.join(text(event, 0));
    event.reply("ok");
  }

  /// To a room, or to everybody where it is not named.
  private static void tell(Socket socket, Event event) {
    var room = text(event, 0);
    var everybody = socket.namespace().broadcast();
    (room.isEmpty() ? everybody : everybody.to(room)).emit("told", event.args().get(1));
    event.reply("ok");
  }

  private static void ask(Socket socket, Event event) {
    var _ =
        socket
            .namespace()
            .to(text(event, 0))
            .timeout(ANSWER_WITHIN)
            .emitWithAck("question")
            .thenAccept(acks -> event.reply(acks.answers(), acks.isComplete()));
  }

  private static void who(Socket socket, Event event) {
    var _ =
        socket
            .namespace()
            .to(text(event, 0))
            .fetchSockets()
            .thenAccept(sockets -> event.reply(sockets.stream().map(RemoteSocket::id).toList()));
  }
}
