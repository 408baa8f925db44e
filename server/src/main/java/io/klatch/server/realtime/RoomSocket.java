package io.klatch.server.realtime;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Launch;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomRead;
import io.klatch.server.api.Claims;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.api.RequestIds;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.json.RoomFrames;
import io.klatch.socketio.engine.PlainListener;
import io.klatch.socketio.engine.PlainSocket;
import io.klatch.socketio.engine.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// One client of `/ws/rooms`. Confined to its socket's inbox, but for `identity`, which others
/// read.
final class RoomSocket implements PlainListener {
  /// Who sends more is read more slowly.
  static final int FRAMES_PER_SECOND = 50;

  private static final Logger log = LoggerFactory.getLogger(RoomSocket.class);

  private final RoomSockets server;
  private final PlainSocket socket;
  private final Instant since;
  private final Set<RoomKey> watched = new HashSet<>(2);
  private volatile @Nullable Identity identity;
  private int frames;
  private Instant framesUntil = Instant.EPOCH;
  private int refusals;
  private Instant refusalsSince = Instant.EPOCH;

  RoomSocket(RoomSockets server, PlainSocket socket, Instant since) {
    this.server = server;
    this.socket = socket;
    this.since = since;
  }

  @Nullable Identity identity() {
    return identity;
  }

  Instant since() {
    return since;
  }

  /// From any thread.
  void close(String reason) {
    socket.close(PlainSocket.POLICY, reason);
  }

  /// Lets in who has brought a token along; others send it in their first frame.
  void begin() {
    var shown = RoomDoor.shown(socket.handshake());
    if (shown != null) {
      enter(shown, null);
    }
  }

  @Override
  public void message(String text) {
    pace();
    var frame = parse(text);
    if (frame == null) {
      refuse(Refusals.badRequest("a frame must be a JSON object"), null);
      return;
    }
    var node = frame.get("action");
    var action = node != null && node.isString() ? node.stringValue() : null;
    if (!server.intake.enter()) {
      refuse(Refusals.unavailable(), action);
      return;
    }
    try {
      var _ = RequestIds.during(() -> handled(frame, action));
    } catch (UnavailableException _) {
      refuse(Refusals.unavailable(), action);
    } catch (RuntimeException e) {
      log.error("frame failed action={}", action, e);
      refuse(Refusals.internal(), action);
    } finally {
      server.intake.leave();
    }
  }

  @Override
  public void closed() {
    server.remove(this);
    watched.forEach(room -> server.watchers.remove(room, socket));
    watched.clear();
    var caller = identity;
    if (caller != null) {
      server.watchers.went(caller.key(), socket);
      server.leases.closed(caller.key());
    }
  }

  /// The thread is the socket's own: while it rests, frames wait, and soon none are read.
  private void pace() {
    var now = server.clock.instant();
    if (!now.isBefore(framesUntil)) {
      framesUntil = now.plusSeconds(1);
      frames = 0;
    }
    frames++;
    if (frames > FRAMES_PER_SECOND) {
      LockSupport.parkNanos(Duration.between(now, framesUntil).toNanos());
    }
  }

  private boolean handled(ObjectNode frame, @Nullable String action) {
    handle(frame, action);
    return true;
  }

  private void handle(ObjectNode frame, @Nullable String action) {
    var shown = identity == null ? shown(frame) : null;
    if (shown != null) {
      enter(shown, action);
    }
    var caller = identity;
    if (caller == null) {
      if (shown == null) {
        refuse(
            Refused.of(
                ErrorCode.UNAUTHORIZED, "a token in the query, a sub-protocol or this frame"),
            action);
      }
      return;
    }
    var contradiction = Claims.contradiction(caller, frame);
    if (contradiction != null) {
      refuse(contradiction, action);
      return;
    }
    switch (action) {
      case "JOIN_ROOM" -> watch(caller, frame);
      case "LEAVE_ROOM" -> unwatch(caller, frame);
      case "GET_ROOM_STATUS" -> status(caller, frame);
      case "PING" -> send(RoomFrames.pong(server.clock.instant()));
      case "AUTHENTICATE" -> {} // Done with the token.
      case null, default ->
          refuse(
              Refused.of(
                  ErrorCode.UNKNOWN_EVENT,
                  "action must be JOIN_ROOM, LEAVE_ROOM, GET_ROOM_STATUS, PING or AUTHENTICATE"),
              action);
    }
  }

  private static RoomDoor.@Nullable Shown shown(ObjectNode frame) {
    Function<String, @Nullable String> said =
        name -> frame.get(name) instanceof StringNode text ? text.stringValue() : null;
    return RoomDoor.Shown.of(said.apply("token"), Launch.said(said));
  }

  /// Who is turned away is told why and has to go.
  private void enter(RoomDoor.Shown shown, @Nullable String action) {
    switch (server.door.enter(socket.handshake(), shown)) {
      case RoomDoor.Entry.Admitted(var caller) -> {
        identity = caller;
        server.leases.opened(caller.key());
        server.watchers.came(caller.key(), socket);
        if (!server.door.isGood(caller)) {
          close(RoomSockets.REVOKED);
          return;
        }
        send(RoomFrames.established(caller.user(), server.clock.instant()));
      }
      case RoomDoor.Entry.TurnedAway(var why) -> {
        refuse(why, action);
        close(why.code().wire());
      }
    }
  }

  /// With `join` it takes a seat too, or nothing happens.
  private void watch(Identity caller, ObjectNode frame) {
    var room = room(caller, frame, "JOIN_ROOM");
    if (room == null) {
      return;
    }
    if (watched.size() >= Onlookers.WATCHED_MAX && !watched.contains(room.key())) {
      refuse(
          Refused.of(
              ErrorCode.LIMIT_REACHED,
              "a socket watches at most " + Onlookers.WATCHED_MAX + " rooms; leave some"),
          "JOIN_ROOM");
      return;
    }
    var join = frame.get("join");
    if (join != null && join.isBoolean() && join.booleanValue()) {
      var reply = server.rooms.join(caller, payload(frame, room));
      if (reply instanceof Refused refused) {
        refuse(refused, "JOIN_ROOM");
        return;
      }
    }
    watched.add(room.key());
    server.watchers.add(room.key(), socket, caller.user());
    // Only now, so that a ban in between is not missed: one that comes later takes it away.
    var ban = server.rooms.ban(caller, room);
    if (ban != null) {
      watched.remove(room.key());
      server.watchers.remove(room.key(), socket);
      refuse(ban, "JOIN_ROOM");
      return;
    }
    sendStatus(room);
  }

  /// With `leave` it gives its seat back too.
  private void unwatch(Identity caller, ObjectNode frame) {
    var room = room(caller, frame, "LEAVE_ROOM");
    if (room == null) {
      return;
    }
    if (watched.remove(room.key())) {
      server.watchers.remove(room.key(), socket);
    }
    var leave = frame.get("leave");
    if (leave != null && leave.isBoolean() && leave.booleanValue()) {
      var reply = server.rooms.leave(caller, payload(frame, room));
      if (reply instanceof Refused refused) {
        refuse(refused, "LEAVE_ROOM");
        return;
      }
    }
    sendStatus(room);
  }

  private void status(Identity caller, ObjectNode frame) {
    var room = room(caller, frame, "GET_ROOM_STATUS");
    if (room != null) {
      sendStatus(room);
    }
  }

  private void sendStatus(Room room) {
    var clients = server.watchers.clients(room);
    send(RoomFrames.status(room.id(), clients, server.clock.instant()));
  }

  /// The room the frame names; null when the client has been told that there is none.
  private @Nullable Room room(Identity caller, ObjectNode frame, String action) {
    var id = frame.get("roomId");
    var number = id == null ? 0 : id.asLong(0);
    if (number < 1 || number > RoomId.MAX) {
      refuse(Refusals.badRequest("roomId must be a room's number"), action);
      return null;
    }
    var key = new RoomKey(caller.tenant(), new RoomId(number));
    switch (server.rooms.find(key)) {
      case RoomRead.Found<Room>(var room) -> {
        return room;
      }
      case RoomRead.Unavailable<Room>() -> refuse(Refusals.unavailable(), action);
      case RoomRead.NotFound<Room>() -> refuse(noSuchRoom(), action);
      case RoomRead.NotAllowed<Room> _ -> refuse(noSuchRoom(), action);
    }
    return null;
  }

  private static Refused noSuchRoom() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such room");
  }

  private static ObjectNode payload(ObjectNode frame, Room room) {
    var payload = JsonNodeFactory.instance.objectNode().put("room_id", room.id().value());
    var mode = frame.get("mode");
    if (mode != null) {
      payload.set("mode", mode);
    }
    return payload;
  }

  /// Who earns refusals faster than they can be read has to go.
  private void refuse(Refused why, @Nullable String action) {
    var now = server.clock.instant();
    send(RoomFrames.error(why.code(), why.message(), action, now));
    if (now.isAfter(refusalsSince.plus(Conduct.REFUSALS_WITHIN))) {
      refusalsSince = now;
      refusals = 0;
    }
    refusals++;
    if (refusals >= Conduct.REFUSALS_MAX) {
      close("too many refusals");
    }
  }

  private void send(ObjectNode frame) {
    socket.send(PlainText.of(frame.toString()));
  }

  private static @Nullable ObjectNode parse(String text) {
    try {
      return JsonMapper.shared().readTree(text) instanceof ObjectNode object ? object : null;
    } catch (JacksonException _) {
      return null;
    }
  }
}
