package io.klatch.server.realtime;

import static io.klatch.server.realtime.Commands.on;

import io.klatch.server.api.ChatApi;
import io.klatch.server.api.Intake;
import io.klatch.server.api.Refusals;
import io.klatch.server.delivery.Resume;
import io.klatch.server.delivery.Session;
import io.klatch.server.delivery.SessionWatcher;
import io.klatch.socketio.EventListener;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.SocketServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every event a client can send, of every capability, in every namespace: `/` carries every event,
/// the other namespaces are the same by name.
public final class Realtime {
  static final List<String> NAMESPACES =
      List.of("/", "/chat", "/presence", "/webrtc", "/notifications");

  private final Authentication authentication;
  private final List<Commands> capabilities;
  private final List<SessionWatcher> watchers;
  private final Resume resume;
  private final Intake intake;
  private final Conduct conduct;

  public Realtime(
      Authentication authentication,
      List<Commands> capabilities,
      List<SessionWatcher> watchers,
      Resume resume,
      Intake intake,
      Conduct conduct) {
    this.authentication = authentication;
    this.capabilities = List.copyOf(capabilities);
    this.watchers = List.copyOf(watchers);
    this.resume = resume;
    this.intake = intake;
    this.conduct = conduct;
  }

  /// Before the server listens.
  public void addTo(SocketServer server) {
    NAMESPACES.forEach(name -> addTo(server.of(name)));
  }

  /// The listeners by event name.
  Map<String, Answering> events() {
    var events = new TreeMap<String, Answering>();
    capabilities.forEach(each -> each.addTo(events));
    return events;
  }

  private void addTo(Namespace namespace) {
    namespace.use(authentication);
    namespace.recovery(resume);
    for (var watcher : watchers) {
      namespace.onConnection(socket -> watcher.came(socket.attachment(Session.class)));
      namespace.onDisconnect((socket, _) -> watcher.went(socket.attachment(Session.class)));
    }
    events().forEach((name, listener) -> namespace.on(name, whileOpen(name, listener)));
    namespace.onOther((socket, event) ->
        on((_, _, _) -> ChatApi.unknownEvent(event.name())).onEvent(socket, event));
  }

  /// While the server stops, an event is refused instead of begun.
  private EventListener whileOpen(String name, Answering listener) {
    return (socket, event) -> {
      if (!intake.enter()) {
        on((_, _, _) -> Refusals.unavailable()).onEvent(socket, event);
        return;
      }
      try {
        watchers.forEach(each -> each.acted(socket.attachment(Session.class), name));
        var session = socket.attachment(Session.class);
        var tooSoon = conduct.tooSoon(name, session);
        var answering = tooSoon == null ? listener : listener.refusing(tooSoon);
        conduct.answered(socket, session, answering.answer(socket, event));
      } finally {
        intake.leave();
      }
    };
  }
}
