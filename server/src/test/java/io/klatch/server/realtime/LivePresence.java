package io.klatch.server.realtime;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.LeaseId.Node;
import io.klatch.domain.presence.Presence;
import io.klatch.domain.presence.PresenceDesk;
import io.klatch.domain.presence.PresenceHistory;
import io.klatch.domain.presence.PresenceRules;
import io.klatch.domain.presence.PresenceTally;
import io.klatch.domain.safety.Apart;
import io.klatch.server.api.PresenceApi;
import io.klatch.server.delivery.PresenceLeases;
import io.klatch.server.delivery.PresenceRounds;
import io.klatch.server.delivery.PresenceSubscriptions;
import io.klatch.server.delivery.SessionWatcher;
import io.klatch.server.delivery.Whisper;
import io.klatch.server.limits.Buckets;
import io.klatch.server.limits.LimitsConfig;
import io.klatch.server.storage.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Presence without a grace, so that who goes is soon seen to be gone.
final class LivePresence implements AutoCloseable {
  final PresenceHistory history;
  final PresenceSubscriptions subscriptions = new PresenceSubscriptions();
  private final PresenceLeases leases;
  private final PresenceApi api;
  private final PresenceRounds rounds;

  LivePresence(Store store, Apart apart, Whisper whisper, Clock clock) {
    var rules = new PresenceRules(PresenceRules.defaults().idleAfter(), Duration.ZERO);
    var tally = new PresenceTally(_ -> {});
    var desk = new PresenceDesk(rules, clock, tally);
    leases = new PresenceLeases(desk, new Node("test", 1));
    var buckets = new Buckets(new LimitsConfig(Map.of()), _ -> null, new SimpleMeterRegistry());
    var presence =
        new Presence(
            desk,
            store.presence(),
            (viewer, users) -> apart.without(viewer, store.contacts().among(viewer, users)),
            store.privacy(),
            buckets,
            clock);
    api = new PresenceApi(presence, new SimpleMeterRegistry(), clock);
    history = new PresenceHistory(tally, store.presence(), store.presenceHours(), clock);
    rounds =
        new PresenceRounds(
            presence, desk, store.presence(), history, subscriptions, whisper, _ -> {});
    rounds.start();
  }

  Commands commands() {
    return new PresenceCommands(api, leases, subscriptions);
  }

  void blocked(UserKey owner, UserId user, boolean blocked) {
    if (blocked) {
      rounds.part(owner.tenant(), owner.user(), user);
    }
  }

  List<SessionWatcher> watchers() {
    return List.of(leases, subscriptions);
  }

  @Override
  public void close() {
    rounds.close();
  }
}
