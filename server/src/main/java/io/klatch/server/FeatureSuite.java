package io.klatch.server;

import io.klatch.socketio.ConnectDecision;
import io.klatch.socketio.DisconnectReason;
import io.klatch.socketio.Event;
import io.klatch.socketio.EventDecision;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What our own tests with stock clients run against: the library's features that chat has no event
/// for. `/recovery` recovers from memory; namespaces `/room-<n>` come and go; `/features` sends,
/// moves and ends as it is asked to.
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
    server
        .of("/features")
        .onConnection(FeatureSuite::watch)
        .on("join", FeatureSuite::join)
        .on("send", FeatureSuite::send)
        .on("gather", (socket, event) -> move(socket, event, true))
        .on("part", (socket, event) -> move(socket, event, false))
        .on("rooms", (socket, event) -> event.reply(socket.rooms()))
        .on("seen", (socket, event) -> event.reply(socket.data().get("seen")))
        .on("ask me", FeatureSuite::askBack)
        .on("end", (socket, event) -> socket.in(text(event, 0)).disconnectSockets(false));
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

  /// Counts what comes, in and out, and lets no event named `forbidden` through.
  private static void watch(Socket socket) {
    socket.data().put("seen", 0);
    socket.onAny((_, _) -> socket.data().merge("seen", 1, (a, b) -> (int) a + (int) b));
    socket.use((_, event) ->
        event.name().equals("forbidden")
            ? new EventDecision.Refuse("not for you", null)
            : new EventDecision.Pass());
    socket.onRefused(
        (_, event, refusal) -> socket.emit("refused", event.name(), refusal.message()));
  }

  /// `send {to, except, volatile, compress, own}, what`: from the socket, or with `own` from the
  /// server, so that the sender may be among the receivers.
  private static void send(Socket socket, Event event) {
    var how = event.args().getFirst();
    var target = how.path("own").asBoolean() ? socket.namespace().broadcast() : socket.broadcast();
    target = target.to(rooms(how, "to")).except(rooms(how, "except"));
    target = target.compress(how.path("compress").asBoolean(true));
    target = how.path("volatile").asBoolean() ? target.asVolatile() : target;
    target.emit("told", event.args().get(1));
    event.reply("ok");
  }

  private static void move(Socket socket, Event event, boolean in) {
    var all = socket.namespace().in(text(event, 0));
    if (in) {
      all.socketsJoin(text(event, 1));
    } else {
      all.socketsLeave(text(event, 1));
    }
    event.reply("ok");
  }

  /// Asks the client back and says what it answered, or that it did not.
  private static void askBack(Socket socket, Event event) {
    var _ =
        socket
            .timeout(ANSWER_WITHIN)
            .emitWithAck("question", event.arg(0))
            .whenComplete((answer, fault) ->
                // Python's client acknowledges with nothing what nobody there listens to.
                event.reply(fault != null || answer.isEmpty() ? "no answer" : answer.getFirst()));
  }

  private static String[] rooms(JsonNode how, String name) {
    return how.path(name).valueStream().map(JsonNode::asString).toArray(String[]::new);
  }
}
