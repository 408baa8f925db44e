package io.klatch.socketio.admin;

import io.klatch.socketio.BroadcastOperator;
import io.klatch.socketio.Event;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// What an administrator may do to sockets: to all of a namespace, or to those in a room, where a
/// socket's id is one. Each is logged. What makes no sense is refused, which who asks for an
/// acknowledgement is told.
final class Actions {
  /// The UI's names; with an M, to many sockets at once.
  static final List<String> FEATURES =
      List.of("EMIT", "JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE", "MDISCONNECT");

  private static final Logger log = LoggerFactory.getLogger(Actions.class);

  /// Does it, to the sockets that are meant.
  @FunctionalInterface
  private interface Action {
    /// @throws IllegalArgumentException that says what is wrong with the arguments
    void run(BroadcastOperator sockets, Event event);
  }

  private final SocketServer server;

  Actions(SocketServer server) {
    this.server = server;
  }

  void addTo(Namespace admin) {
    on(admin, "emit", 1, Actions::emit);
    on(admin, "join", 2, (sockets, event) -> sockets.socketsJoin(text(event, 1, "the room")));
    on(admin, "leave", 2, (sockets, event) -> sockets.socketsLeave(text(event, 1, "the room")));
    on(admin, "_disconnect", 2, (sockets, event) -> sockets.disconnectSockets(flag(event, 1)));
  }

  /// @param filterAt where the room stands among the arguments
  private void on(Namespace admin, String name, int filterAt, Action action) {
    admin.on(
        name,
        (administrator, event) -> {
          try {
            action.run(sockets(event, filterAt), event);
            log(administrator, event, filterAt);
            event.reply("ok");
          } catch (IllegalArgumentException refusal) {
            log.warn("admin action refused action={} cause={}", name, refusal.getMessage());
            event.reply(refusal.getMessage());
          }
        });
  }

  private static void emit(BroadcastOperator sockets, Event event) {
    var name = text(event, 2, "the event's name");
    sockets.emit(name, event.args().subList(3, event.args().size()).toArray());
  }

  private static void log(Socket administrator, Event event, int filterAt) {
    log.info(
        "admin action action={} namespace={} room={} address={}",
        event.name(),
        event.arg(0),
        event.arg(filterAt),
        administrator.handshake().address());
  }

  private BroadcastOperator sockets(Event event, int filterAt) {
    var name = text(event, 0, "the namespace");
    var namespace = server.find(name);
    if (namespace == null) {
      throw new IllegalArgumentException("there is no namespace " + name);
    }
    var filter = event.arg(filterAt);
    if (isNothing(filter)) {
      return namespace.broadcast();
    }
    return namespace.to(text(event, filterAt, "the room of those who are meant"));
  }

  private static boolean isNothing(@Nullable JsonNode filter) {
    return filter == null || filter.isNull() || (filter.isString() && filter.asString().isEmpty());
  }

  private static String text(Event event, int at, String what) {
    var value = event.arg(at);
    if (value == null || !value.isString()) {
      throw new IllegalArgumentException(what + " must be a text, argument " + (at + 1));
    }
    return value.stringValue();
  }

  private static boolean flag(Event event, int at) {
    var value = event.arg(at);
    if (value == null || !value.isBoolean()) {
      throw new IllegalArgumentException(
          "whether to close the connection must be true or false, argument " + (at + 1));
    }
    return value.booleanValue();
  }
}
