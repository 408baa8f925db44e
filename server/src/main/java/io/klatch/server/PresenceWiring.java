package io.klatch.server;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.LeaseId.Node;
import io.klatch.domain.presence.Presence;
import io.klatch.domain.presence.PresenceDesk;
import io.klatch.domain.presence.PresenceHistory;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.presence.PresenceTally;
import io.klatch.domain.presence.PresenceVisibility;
import io.klatch.domain.safety.Apart;
import io.klatch.server.api.PresenceAdminApi;
import io.klatch.server.api.PresenceApi;
import io.klatch.server.delivery.PresenceLeases;
import io.klatch.server.delivery.PresenceRounds;
import io.klatch.server.delivery.PresenceSubscriptions;
import io.klatch.server.delivery.SessionWatcher;
import io.klatch.server.http.Router;
import io.klatch.server.realtime.Commands;
import io.klatch.server.realtime.PresenceCommands;
import io.klatch.server.rest.Callers;
import io.klatch.server.rest.PresenceRoutes;
import java.util.List;
import java.util.function.Consumer;

/// Who is here: the desk, what it is told and whom it tells.
final class PresenceWiring {
  private final PresenceDesk desk;
  private final PresenceLeases leases;
  private final PresenceSubscriptions subscriptions = new PresenceSubscriptions();
  private final PresenceApi api;
  private final PresenceAdminApi admin;
  private final PresenceRounds rounds;

  /// @param listener is told of each change as others see it
  PresenceWiring(Core core, Apart apart, Consumer<Change> listener) {
    var clock = core.clock();
    var store = core.store();
    var meters = core.meters();
    var sessionTime = meters.timer("klatch.presence.session.duration");
    var tally = new PresenceTally(sessionTime::record);
    desk = new PresenceDesk(core.config().presence().rules(), clock, tally);
    leases = new PresenceLeases(desk, new Node("local", clock.millis()));
    var presence =
        new Presence(
            desk,
            store.presence(),
            visibility(core, apart),
            store.privacy(),
            core.allowances(),
            clock);
    api = new PresenceApi(presence, meters, clock);
    var history = new PresenceHistory(tally, store.presence(), store.presenceHours(), clock);
    admin = new PresenceAdminApi(history, clock);
    rounds =
        new PresenceRounds(
            presence, desk, store.presence(), history, subscriptions, core.whisper(), listener);
    Meters.of(tally, subscriptions, rounds, meters);
    core.lifetimes().add("presence", rounds).start();
  }

  PresenceDesk desk() {
    return desk;
  }

  List<SessionWatcher> watchers() {
    return List.of(leases, subscriptions);
  }

  Commands commands() {
    return new PresenceCommands(api, leases, subscriptions);
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new PresenceRoutes(admin, callers).addTo(router);
  }

  /// One of the two has blocked the other, or does no longer: then they ask again.
  void blocked(UserKey owner, UserId user, boolean blocked) {
    if (blocked) {
      rounds.part(owner.tenant(), owner.user(), user);
    }
  }

  private static PresenceVisibility visibility(Core core, Apart apart) {
    PresenceVisibility known =
        switch (core.config().presence().visibleTo()) {
          case CONTACTS -> core.store().contacts()::among;
          case TENANT -> (_, users) -> users;
        };
    return (viewer, users) -> apart.without(viewer, known.visible(viewer, users));
  }
}
