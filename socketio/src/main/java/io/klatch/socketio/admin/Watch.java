package io.klatch.socketio.admin;

import io.klatch.socketio.DisconnectReason;
import io.klatch.socketio.Event;
import io.klatch.socketio.Message;
import io.klatch.socketio.Namespace;
import io.klatch.socketio.Socket;
import io.klatch.socketio.SocketServer;
import io.klatch.socketio.admin.Feed.Kind;
import io.klatch.socketio.engine.Traffic;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Development mode: shows the sockets of this server, their rooms and their events, as they
/// change.
///
/// While nobody watches, nothing is kept and an event costs a look into an empty table. Otherwise
/// what happens is put into the feed, with its time; when a change of sockets or rooms was left out
/// there, all of them are sent anew at the next tick, so the picture comes right.
final class Watch extends TrafficObserver {
  private static final int EVENT_CHARS_MAX = 2_000;

  /// Of a slow reader's outbox, what all sockets together may take.
  private static final int OUTBOX_PARTS = 4;

  /// As JavaScript prints them; all of one length, because the UI sorts them as text.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final SocketServer server;
  private final Namespace admin;
  private final AdminUiOptions options;
  private final Feed feed;
  private final InstantSource clock;
  private final Map<Socket, Shown> shown = new ConcurrentHashMap<>();

  private volatile boolean watched;

  /// Something was left out.
  private volatile boolean stale;

  Watch(
      SocketServer server,
      Namespace admin,
      AdminUiOptions options,
      Feed feed,
      Traffic traffic,
      InstantSource clock) {
    super(traffic);
    this.server = server;
    this.admin = admin;
    this.options = options;
    this.feed = feed;
    this.clock = clock;
  }

  int socketsShown() {
    return shown.size();
  }

  // ------------------------------------------------------------------ those who watch; in the feed

  void arrived(Socket administrator) {
    if (!watched) {
      watched = true;
      lookAround();
    }
    administrator.emit("all_sockets", pictures());
  }

  void departed() {
    if (admin.sockets().isEmpty()) {
      watched = false;
      shown.clear();
    }
  }

  void tick() {
    if (!watched) {
      return;
    }
    if (stale) {
      stale = false;
      shown.clear();
      lookAround();
      tell("all_sockets", pictures());
    }
    for (var each : shown.values()) {
      if (each.dataChanged()) {
        tell("socket_updated", each.dataUpdate());
      }
    }
  }

  private void lookAround() {
    for (var namespace : server.allNamespaces()) {
      for (var socket : namespace.sockets()) {
        if (shown.size() >= options.socketsMax()) {
          return;
        }
        if (socket.isConnected()) {
          show(socket);
        }
      }
    }
  }

  /// @return null if that socket is shown already, or is gone
  private @Nullable Shown show(Socket socket) {
    var fresh = new Shown(socket);
    if (shown.putIfAbsent(socket, fresh) != null) {
      return null;
    }
    socket.rooms().forEach(fresh::joined);
    if (!socket.isConnected()) {
      shown.remove(socket); // Its end may have been told before it was put there.
      return null;
    }
    return fresh;
  }

  private ArrayNode pictures() {
    long left = server.engine().config().outboxBytesMax() / OUTBOX_PARTS;
    var pictures = JsonNodeFactory.instance.arrayNode();
    for (var each : shown.values()) {
      var picture = each.picture();
      left -= picture.toString().length();
      if (left < 0) {
        break;
      }
      pictures.add(picture);
    }
    return pictures;
  }

  // ------------------------------------------------------------------ what happens; any thread

  @Override
  public void connected(Socket socket) {
    if (socket.conn().transport().equals("polling")) {
      socket.conn().onUpgrade(() -> upgraded(socket));
    }
    if (!watched || shown.size() >= options.socketsMax()) {
      return;
    }
    var fresh = show(socket);
    if (fresh == null) {
      return;
    }
    var picture = fresh.picture();
    change(time -> {
      tell("room_joined", fresh.namespace(), socket.id(), socket.id(), time);
      tell("socket_connected", picture, time);
    });
  }

  private void upgraded(Socket socket) {
    var there = shown.get(socket);
    if (there != null) {
      change(_ -> tell("socket_updated", there.transportUpdate()));
    }
  }

  @Override
  public void disconnected(Socket socket, DisconnectReason reason) {
    var there = shown.remove(socket);
    if (there != null) {
      change(time -> {
        tell("socket_disconnected", there.namespace(), socket.id(), reason.wireName(), time);
        tell("room_left", there.namespace(), socket.id(), socket.id(), time);
      });
    }
  }

  @Override
  public void joined(Socket socket, String room) {
    var there = shown.get(socket);
    if (there != null && there.joined(room)) {
      change(
          time -> tell("room_joined", there.namespace(), Shown.shortName(room), socket.id(), time));
    }
  }

  @Override
  public void left(Socket socket, String room) {
    var there = shown.get(socket);
    if (there != null && there.left(room)) {
      change(
          time -> tell("room_left", there.namespace(), Shown.shortName(room), socket.id(), time));
    }
  }

  @Override
  public void received(Socket socket, Event event) {
    if (shown.containsKey(socket) && socket.namespace() != admin) {
      event("event_received", socket, event.name(), event.args());
    }
  }

  @Override
  public void sending(Socket receiver, Message message) {
    if (shown.containsKey(receiver) && receiver.namespace() != admin) {
      event("event_sent", receiver, message.event().event(), message.event().args());
    }
  }

  @Override
  public void broadcasting(Iterable<Socket> receivers, Message message) {
    super.broadcasting(receivers, message);
    if (shown.isEmpty()) {
      return;
    }
    for (var receiver : receivers) {
      sending(receiver, message);
    }
  }

  // ------------------------------------------------------------------ telling

  private void change(Consumer<String> telling) {
    var time = now();
    if (!feed.offer(Kind.CHANGE, () -> telling.accept(time))) {
      stale = true;
    }
  }

  private void event(
      String kind, Socket socket, String name, List<? extends @Nullable Object> args) {
    var time = now();
    feed.offer(
        Kind.EVENT,
        () -> tell(kind, socket.namespace().name(), socket.id(), shortened(name, args), time));
  }

  private static JsonNode shortened(String name, List<? extends @Nullable Object> args) {
    var all = JsonNodeFactory.instance.arrayNode().add(Shown.shortName(name));
    var rest = Shortened.of(args, EVENT_CHARS_MAX);
    return rest instanceof ArrayNode list ? all.addAll(list) : all.add(rest);
  }

  private String now() {
    return TIME.format(clock.instant());
  }

  private void tell(String event, Object... args) {
    admin.local().emit(event, args);
  }
}
