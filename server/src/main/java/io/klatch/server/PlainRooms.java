package io.klatch.server;

import io.klatch.server.api.Intake;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.RoomDoor;
import io.klatch.server.realtime.RoomSockets;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.RoomStatsRoutes;
import io.klatch.server.threads.Beat;
import io.klatch.server.threads.Threads;
import io.klatch.socketio.engine.Denied;
import io.klatch.socketio.engine.Limit;
import io.klatch.socketio.engine.PlainEndpoint;
import io.klatch.socketio.engine.PlainEndpointConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// `/ws/rooms`: its endpoint on the server's port, with the bounds that sessions of Socket.IO have.
final class PlainRooms {
  private static final String PATH = "/ws/rooms";
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int FRAME_BYTES_MAX = 16_384;

  private final RoomSockets sockets;
  private final PlainEndpoint endpoint;

  PlainRooms(Core core, RoomWiring rooms, TenantWiring tenants, Intake intake) {
    var config = core.config();
    sockets =
        new RoomSockets(
            tenants.roomDoor(),
            rooms.api(),
            rooms.leases(),
            rooms.roomWatchers(),
            intake,
            config.auth().leeway(),
            core.clock());
    var engine = tenants.sockets().engine();
    endpoint =
        new PlainEndpoint(
            new PlainEndpointConfig(
                PATH,
                engine.access(),
                RoomDoor.PROTOCOL,
                engine.sessionsMax(),
                FRAME_BYTES_MAX,
                engine.outboxBytesMax(),
                engine.inboxPacketsMax(),
                engine.pingInterval()),
            sockets,
            core.lifetimes().add("room sockets' listeners", Threads.virtual("room-socket")));
    tenants.onEnd(sockets::end);
    core.lifetimes().add("room sockets", new Beat("room-sockets", LOOK, sockets::tidy));
    count(core.meters());
  }

  PlainEndpoint endpoint() {
    return endpoint;
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new RoomStatsRoutes(sockets::stats, callers).addTo(router);
  }

  private void count(MeterRegistry meters) {
    meters.gauge("klatch.room.sockets", endpoint, PlainEndpoint::socketCount);
    for (var reason : Denied.values()) {
      var tags = List.of(Tag.of("reason", reason.name().toLowerCase(Locale.ROOT)));
      meters.more().counter("klatch.room.sockets.denied", tags, endpoint, e -> e.denied(reason));
    }
    for (var limit :
        List.of(Limit.MESSAGE_BYTES, Limit.OUTBOX_BYTES, Limit.INBOX_PACKETS, Limit.PONGS)) {
      var tags = List.of(Tag.of("limit", limit.label()));
      meters
          .more()
          .counter("klatch.room.sockets.limited", tags, endpoint.limitCounts(), c -> c.of(limit));
    }
  }
}
