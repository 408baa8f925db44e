package io.klatch.server.realtime;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomLeases;
import io.klatch.server.api.Intake;
import io.klatch.server.api.RoomApi;
import io.klatch.server.delivery.RoomWatchers;
import io.klatch.server.json.RoomFrames;
import io.klatch.socketio.engine.PlainAcceptor;
import io.klatch.socketio.engine.PlainListener;
import io.klatch.socketio.engine.PlainSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// `/ws/rooms`: everybody who is connected there, and when they must go.
public final class RoomSockets implements PlainAcceptor {
  /// How long a client may take to say who it is.
  public static final Duration TOKEN_WITHIN = Duration.ofSeconds(10);

  static final String REVOKED = "the token was revoked";

  final RoomDoor door;
  final RoomApi rooms;
  final RoomLeases leases;
  final RoomWatchers watchers;
  final Intake intake;
  final Clock clock;
  private final Duration leeway;
  private final Set<RoomSocket> sockets = ConcurrentHashMap.newKeySet();

  /// @param leeway how long after its expiry a token still lets somebody in
  public RoomSockets(
      RoomDoor door,
      RoomApi rooms,
      RoomLeases leases,
      RoomWatchers watchers,
      Intake intake,
      Duration leeway,
      Clock clock) {
    this.door = door;
    this.rooms = rooms;
    this.leases = leases;
    this.watchers = watchers;
    this.intake = intake;
    this.leeway = leeway;
    this.clock = clock;
  }

  @Override
  public PlainListener opened(PlainSocket plain) {
    var socket = new RoomSocket(this, plain, clock.instant());
    sockets.add(socket);
    socket.begin();
    return socket;
  }

  /// Ends the sockets of who has not said who they are in time, and of those whose tokens have
  /// expired; to be called again and again.
  public void tidy() {
    var now = clock.instant();
    for (var socket : sockets) {
      var identity = socket.identity();
      if (identity == null && now.isAfter(socket.since().plus(TOKEN_WITHIN))) {
        socket.close("no token in time");
      } else if (identity != null && isOver(identity, now)) {
        socket.close("the token has expired");
      }
    }
  }

  /// Ends the tenant's sockets whose callers are meant.
  public void end(TenantId tenant, Predicate<Identity> meant) {
    for (var socket : sockets) {
      var identity = socket.identity();
      if (identity != null && identity.tenant().equals(tenant) && meant.test(identity)) {
        socket.close(REVOKED);
      }
    }
  }

  /// Of the tenant's sockets, under the names of the second source system.
  public ObjectNode stats(TenantId tenant) {
    var own = new HashSet<UserId>();
    var connections = 0;
    for (var socket : sockets) {
      var identity = socket.identity();
      if (identity != null && identity.tenant().equals(tenant)) {
        connections++;
        own.add(identity.user());
      }
    }
    return RoomFrames.stats(watchers.watched(tenant), connections, own.size());
  }

  void remove(RoomSocket socket) {
    sockets.remove(socket);
  }

  private boolean isOver(Identity identity, Instant now) {
    var end = identity.expiresAt();
    return !end.equals(Instant.MAX) && now.isAfter(end.plus(leeway));
  }
}
