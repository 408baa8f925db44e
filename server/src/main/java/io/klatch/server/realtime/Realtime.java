package io.klatch.server.realtime;

import io.klatch.domain.account.TokenVerifier;
import io.klatch.server.api.ChatApi;
import io.klatch.server.api.DialectApi;
import io.klatch.server.api.Intake;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply;
import io.klatch.server.api.SendFields;
import io.klatch.server.delivery.Fanout;
import io.klatch.server.delivery.Resume;
import io.klatch.server.delivery.Session;
import io.klatch.server.json.Dialect;
import io.klatch.socketio.EventListener;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every event a client can send, in every dialect, in every namespace.
///
/// All dialects are always on, for their names do not collide. `/` carries every event; the other
/// namespaces are the same by name.
public final class Realtime {
  static final List<String> NAMESPACES =
      List.of("/", "/chat", "/presence", "/webrtc", "/notifications");

  private static final String ERROR = "error";
  private static final String ROOM_ERROR = "room:error";

  private final Authentication authentication;
  private final ChatApi chat;
  private final DialectApi dialects;
  private final Fanout fanout;
  private final Resume resume;
  private final Intake intake;

  public Realtime(
      TokenVerifier verifier,
      ChatApi chat,
      DialectApi dialects,
      Fanout fanout,
      Resume resume,
      Intake intake) {
    this.authentication = new Authentication(verifier);
    this.chat = chat;
    this.dialects = dialects;
    this.fanout = fanout;
    this.resume = resume;
    this.intake = intake;
  }

  /// Before the server listens.
  public void addTo(SocketServer server) {
    NAMESPACES.forEach(name -> addTo(server.of(name)));
  }

  /// The listeners by event name.
  Map<String, Answering> events() {
    var events = new TreeMap<String, Answering>();
    events.put("conversation:create", on((_, caller, it) -> chat.create(caller.identity(), it)));
    events.put("conversation:get", on((_, caller, it) -> chat.get(caller.identity(), it)));
    events.put("conversation:list", on((_, caller, it) -> chat.list(caller.identity(), it)));
    events.put("message:send", on((_, caller, it) -> chat.send(caller.identity(), it)));
    events.put("message:history", on((_, caller, it) -> chat.history(caller.identity(), it)));
    events.put("sync:get", on((_, caller, it) -> chat.sync(caller.identity(), it)));
    addLinsta(events);
    addCamel(events);
    return events;
  }

  private void addTo(Namespace namespace) {
    namespace.use(authentication);
    namespace.recovery(resume);
    namespace.onDisconnect((socket, _) -> fanout.unregister(socket.attachment(Session.class)));
    events().forEach((name, listener) -> namespace.on(name, whileOpen(listener)));
    namespace.onOther((socket, event) ->
        on((_, _, _) -> ChatApi.unknownEvent(event.name())).onEvent(socket, event));
  }

  /// While the server stops, an event is refused instead of begun.
  private EventListener whileOpen(Answering listener) {
    return (socket, event) -> {
      if (!intake.enter()) {
        on((_, _, _) -> Refusals.unavailable()).onEvent(socket, event);
        return;
      }
      try {
        listener.onEvent(socket, event);
      } finally {
        intake.leave();
      }
    };
  }

  private void addLinsta(Map<String, Answering> events) {
    events.put(
        "join_room",
        on((_, caller, it) ->
            joined(caller, Dialect.LINSTA, dialects.joinLinsta(caller.identity(), it))));
    events.put(
        "send_message", on((_, caller, it) -> chat.send(caller.identity(), it, SendFields.LINSTA)));
    events.put(
        "get_history",
        on((socket, caller, it) -> shown(socket, dialects.history(caller.identity(), it))));
  }

  private void addCamel(Map<String, Answering> events) {
    events.put(
        "joinRoom",
        new Answering(
            (_, caller, it) ->
                joined(caller, Dialect.CAMEL, dialects.joinCamel(caller.identity(), it)),
            ROOM_ERROR));
    events.put(
        "sendMessage", on((_, caller, it) -> chat.send(caller.identity(), it, SendFields.CAMEL)));
  }

  /// From now on the socket is spoken to in the dialect it joined with, and after a resume too.
  private Reply joined(Session session, Dialect dialect, Reply reply) {
    if (reply instanceof Reply.Ok) {
      resume.speak(session, dialect);
    }
    return reply;
  }

  private static Reply shown(Socket socket, DialectApi.LinstaPage page) {
    var history = page.messageHistory();
    if (history != null) {
      socket.emit("message_history", history);
    }
    return page.reply();
  }

  private static Answering on(Command command) {
    return new Answering(command, ERROR);
  }
}
