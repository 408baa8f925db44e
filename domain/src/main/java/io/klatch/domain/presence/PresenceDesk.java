package io.klatch.domain.presence;

import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.LeaseId.Node;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.presence.PresenceNews.Own;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is here, by the leases of their devices.
///
/// # The state is derived, never set
///
/// A user's status follows from what they chose and from the leases that live
/// ([PresenceUser#status]); nothing else is remembered of it. A lease ends when its connection
/// does, and counts on for the grace, so that who loses a connection and comes back was never
/// offline. A lease belongs to one process, which alone changes it: those of a process that died
/// end together ([#endAll]).
///
/// # Nothing is told at once
///
/// A change marks its user. [#step], called about once a second, looks at those who are marked and
/// at those whose time has come (idle, grace over, choice over), and gives what is different from
/// what was told last. So ten changes in a second are one, and a change and its contrary none.
///
/// # What is not known is not shown
///
/// A user who has just come may have chosen to be invisible. Until the store has been asked
/// ([#unknown], [#known]) they are offline to others.
///
/// Thread-safe; one lock, held for moments. Activity of a device that is not away takes none.
public final class PresenceDesk {
  private final PresenceRules rules;
  private final InstantSource clock;
  private final PresenceTally tally;

  // Guarded by this.
  private final Map<UserKey, PresenceUser> users = new HashMap<>();
  private final Set<UserKey> unknown = new LinkedHashSet<>();
  private final Set<UserKey> marked = new LinkedHashSet<>();
  private final PriorityQueue<Recheck> rechecks =
      new PriorityQueue<>(Comparator.comparing(Recheck::at));

  public PresenceDesk(PresenceRules rules, InstantSource clock, PresenceTally tally) {
    this.rules = rules;
    this.clock = clock;
    this.tally = tally;
  }

  /// When to look at a user again, though nothing happens.
  private record Recheck(Instant at, UserKey user) {}

  /// A device is here from now on. If its connection has just ended, its activity goes on: to lose
  /// a connection is not to use a device.
  public synchronized Lease open(LeaseId id, UserKey key, DeviceId device) {
    var now = now();
    var user = users.get(key);
    if (user == null) {
      user = new PresenceUser(key);
      users.put(key, user);
      unknown.add(key);
    }
    var before = user.takeEnded(device);
    var activeAt = before == null ? now : before.activeAt();
    var lease = new Lease(id, key, device, now, activeAt);
    user.add(lease);
    marked.add(key);
    return lease;
  }

  /// Somebody is using the device.
  public void active(Lease lease) {
    if (lease.used(now())) {
      mark(lease.user());
    }
  }

  /// The device says that nobody is using it.
  public void idle(Lease lease) {
    lease.unused();
    mark(lease.user());
  }

  /// The device is gone.
  public synchronized void end(Lease lease) {
    var now = now();
    if (lease.endedAt() == null) {
      lease.end(now);
      tally.ended(lease.user().tenant(), lease.since(), now);
      mark(lease.user());
    }
  }

  /// The process is gone, and with it all its leases.
  public synchronized void endAll(Node node) {
    users.values().stream()
        .flatMap(user -> user.leases().stream())
        .filter(lease -> lease.id().node().equals(node))
        .toList()
        .forEach(this::end);
  }

  /// Who of those that are here the store is to be asked about.
  public synchronized Set<UserKey> unknown(int max) {
    var some = new HashSet<UserKey>();
    for (var user : unknown) {
      if (some.size() == max) {
        break;
      }
      some.add(user);
    }
    return some;
  }

  /// What the store says of a user; null when it knows nothing.
  public synchronized void known(UserKey key, @Nullable StoredPresence stored) {
    if (unknown.remove(key)) {
      var user = users.get(key);
      if (user != null) {
        user.known(stored == null ? StoredPresence.NONE : stored);
        marked.add(key);
      }
    }
  }

  /// The user has chosen, and that is kept.
  public synchronized void choose(UserKey key, StatusChoice choice) {
    var user = users.get(key);
    if (user != null) {
      user.choose(choice);
      marked.add(key);
    }
  }

  /// How the user is here, as they themselves see it; null when nothing is known here.
  public synchronized @Nullable Own own(UserKey key) {
    var user = users.get(key);
    return user == null ? null : user.own(now(), rules);
  }

  /// Whether the user is here and what it chose before has not been read yet.
  public synchronized boolean isUnknown(UserKey key) {
    return unknown.contains(key);
  }

  /// Whether the user is not to be seen: by choice, or as long as that is not known. False for who
  /// is not here.
  public synchronized boolean isHidden(UserKey key) {
    var user = users.get(key);
    return user != null && user.isHidden(now());
  }

  /// What was told last of those who are here or were a moment ago.
  public synchronized Map<UserId, Change> told(TenantId tenant, Collection<UserId> of) {
    var found = new HashMap<UserId, Change>();
    for (var each : of) {
      var user = users.get(new UserKey(tenant, each));
      if (user != null && user.isKnown()) {
        found.put(each, user.told());
      }
    }
    return found;
  }

  /// Looks at whoever may be different.
  public synchronized PresenceNews step() {
    var now = now();
    for (var due = rechecks.peek(); due != null && !due.at.isAfter(now); due = rechecks.peek()) {
      rechecks.remove();
      marked.add(due.user);
    }
    var changes = new ArrayList<Change>();
    var chosen = new ArrayList<Own>();
    var seen = new HashMap<UserKey, Instant>();
    for (var key : takeMarked()) {
      var user = users.get(key);
      if (user != null) {
        look(user, now, changes, chosen, seen);
      }
    }
    return new PresenceNews(changes, chosen, seen);
  }

  /// Whether somebody is still to be looked at.
  public synchronized boolean isBehind() {
    return !marked.isEmpty();
  }

  /// When each who is here was last seen, to be kept at the end.
  public synchronized Map<UserKey, Instant> seen() {
    var seen = new HashMap<UserKey, Instant>();
    for (var user : users.values()) {
      var at = user.unwritten();
      if (at != null) {
        seen.put(user.key(), at);
      }
    }
    return seen;
  }

  private void look(
      PresenceUser user,
      Instant now,
      List<Change> changes,
      List<Own> chosen,
      Map<UserKey, Instant> seen) {
    var before = user.counted();
    var change = user.look(now, rules);
    if (change != null) {
      changes.add(change);
    }
    if (user.takeChosen()) {
      chosen.add(user.own(now, rules));
    }
    var at = user.takeSeen();
    if (at != null) {
      seen.put(user.key(), at);
    }
    tally.moved(user.key().tenant(), before, user.counted());
    if (user.isGone()) {
      users.remove(user.key());
      unknown.remove(user.key());
      return;
    }
    var next = user.nextLook(now, rules);
    if (next != null) {
      rechecks.add(new Recheck(next, user.key()));
    }
  }

  private synchronized void mark(UserKey user) {
    marked.add(user);
  }

  private List<UserKey> takeMarked() {
    var some = marked.stream().limit(PresenceRules.STEP_MAX).toList();
    some.forEach(marked::remove);
    return some;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
