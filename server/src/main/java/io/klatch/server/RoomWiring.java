package io.klatch.server;

import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.review.Appeal;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomLeases;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.Rooms;
import io.klatch.server.api.RoomApi;
import io.klatch.server.delivery.Onlookers;
import io.klatch.server.delivery.RoomUpdates;
import io.klatch.server.delivery.RoomWatchers;
import io.klatch.server.delivery.SeatHolders;
import io.klatch.server.delivery.SessionWatcher;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.Commands;
import io.klatch.server.realtime.RoomCommands;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.RoomRoutes;
import io.klatch.server.threads.Beat;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rooms: the seats, what holds them, and how they are reached.
final class RoomWiring {
  /// How often to look for seats that nothing holds.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final RoomLeases leases;
  private final RoomApi api;
  private final Onlookers onlookers;
  private final RoomWatchers roomWatchers;
  private final ReviewWiring reviews;

  RoomWiring(Core core) {
    var rules = core.config().rooms();
    leases = new RoomLeases(rules.grace(), core.clock());
    var delivery = core.delivery();
    onlookers = delivery.onlookers();
    roomWatchers = new RoomWatchers(onlookers);
    var updates = new RoomUpdates(core.commits(), delivery.fanout(), onlookers, roomWatchers);
    var store =
        core.store()
            .rooms(news -> {
              leases.changed(news);
              updates.changed(news);
            });
    var rooms =
        new Rooms(
            store, leases, core.allowances(), core.commits(), rules, core.random(), core.clock());
    rooms.restore();
    api = new RoomApi(rooms, core.meters());
    reviews = new ReviewWiring(core, store, (by, appeal, reason) -> lift(rooms, by, appeal, reason));
    core.meters().gauge("klatch.room.users", leases, RoomLeases::users);
    core.meters().more().counter("klatch.room.updates", List.of(), updates, RoomUpdates::told);
    core.lifetimes().add("rooms", new Beat("rooms", LOOK, rooms::tidy));
  }

  List<SessionWatcher> watchers() {
    return List.of(new SeatHolders(leases), onlookers);
  }

  List<Commands> commands() {
    return List.of(new RoomCommands(api, onlookers), reviews.commands());
  }

  private static RoomResult lift(
      Rooms rooms, RoomActor by, Appeal appeal, @Nullable String reason) {
    return rooms.act(by, appeal.room(), new RoomAct.Mute(appeal.user(), false, reason));
  }

  RoomApi api() {
    return api;
  }

  RoomLeases leases() {
    return leases;
  }

  RoomWatchers roomWatchers() {
    return roomWatchers;
  }

  Consumer<UserKey> heard() {
    return leases::heard;
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new RoomRoutes(api, callers).addTo(router);
    reviews.addRoutes(router, callers);
  }
}
