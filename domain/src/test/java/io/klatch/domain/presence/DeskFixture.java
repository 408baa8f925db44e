package io.klatch.domain.presence;

import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.LeaseId.Node;
import io.klatch.domain.presence.PresenceNews.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A desk with a clock that stands still, stepped once a second as the server does.
final class DeskFixture {
  static final UserKey ANN = user("ann");
  static final UserKey BOB = user("bob");
  static final Node HERE = new Node("here", 1);

  Instant now = Instant.parse("2026-11-21T10:00:00Z");
  final List<Duration> sessions = new ArrayList<>();
  final PresenceTally tally = new PresenceTally(sessions::add);
  final PresenceDesk desk = new PresenceDesk(PresenceRules.defaults(), () -> now, tally);
  final Map<UserKey, StoredPresence> stored = new HashMap<>();
  final List<Change> changes = new ArrayList<>();
  final List<PresenceNews.Own> chosen = new ArrayList<>();
  private long leases;

  static UserKey user(String id) {
    return new UserKey(TenantId.DEFAULT, new UserId(id));
  }

  Lease open(UserKey user) {
    return open(user, HERE);
  }

  Lease open(UserKey user, Node node) {
    leases++;
    return open(user, node, "s" + leases);
  }

  Lease open(UserKey user, Node node, String device) {
    leases++;
    return desk.open(new LeaseId(node, leases), user, new DeviceId(device));
  }

  /// Lets time pass, a second at a time.
  void pass(Duration time) {
    var end = now.plus(time);
    step();
    while (now.isBefore(end)) {
      var next = now.plusSeconds(1);
      now = next.isAfter(end) ? end : next;
      step();
    }
  }

  void step() {
    desk.unknown(1_000).forEach(user -> desk.known(user, stored.get(user)));
    var news = desk.step();
    changes.addAll(news.changes());
    chosen.addAll(news.chosen());
    news.seen()
        .forEach((user, at) -> {
          var before = stored.getOrDefault(user, StoredPresence.NONE);
          stored.put(user, new StoredPresence(before.choice(), at));
        });
  }

  void choose(UserKey user, StatusChoice choice) {
    var before = stored.getOrDefault(user, StoredPresence.NONE);
    stored.put(user, new StoredPresence(choice, before.lastSeen()));
    desk.choose(user, choice);
  }

  /// What others were told, in order.
  List<String> told(UserKey user) {
    return changes.stream()
        .filter(change -> change.user().equals(user))
        .map(change -> change.shown().status().wire())
        .toList();
  }

  Instant lastSeen(UserKey user) {
    return Objects.requireNonNull(Objects.requireNonNull(stored.get(user)).lastSeen());
  }
}
