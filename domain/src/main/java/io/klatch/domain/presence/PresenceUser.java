package io.klatch.domain.presence;

import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceNews.Change;
import io.klatch.domain.presence.PresenceNews.Own;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One user who is here, or was until a moment ago. Guarded by the lock of its [PresenceDesk].
final class PresenceUser {
  private final UserKey key;
  private final List<Lease> leases = new ArrayList<>(2);

  /// Null until the store has been asked.
  private @Nullable StatusChoice choice;

  private boolean chosen;
  private Shown told = Shown.OFFLINE;
  private PresenceStatus counted = PresenceStatus.OFFLINE;
  private @Nullable Instant lastSeen;
  private @Nullable Instant written;

  /// When the desk looks again; null when it will not.
  private @Nullable Instant nextLook;

  PresenceUser(UserKey key) {
    this.key = key;
  }

  /// The whole rule: invisible before busy before away where chosen, and else the best of what the
  /// leases are. Without a lease, everybody is offline.
  static PresenceStatus status(PresenceStatus chosen, Collection<Boolean> leasesAway) {
    if (leasesAway.isEmpty()) {
      return PresenceStatus.OFFLINE;
    }
    if (chosen != PresenceStatus.ONLINE) {
      return chosen;
    }
    return leasesAway.contains(false) ? PresenceStatus.ONLINE : PresenceStatus.AWAY;
  }

  UserKey key() {
    return key;
  }

  List<Lease> leases() {
    return leases;
  }

  void add(Lease lease) {
    leases.add(lease);
  }

  /// An ended lease of the device, which is taken away; null when there is none.
  @Nullable Lease takeEnded(DeviceId device) {
    for (var lease : leases) {
      if (lease.device().equals(device) && lease.endedAt() != null) {
        leases.remove(lease);
        return lease;
      }
    }
    return null;
  }

  void known(StoredPresence stored) {
    if (choice == null) {
      choice = stored.choice();
    }
    if (lastSeen == null) {
      lastSeen = stored.lastSeen();
      written = lastSeen;
    }
  }

  boolean isKnown() {
    return choice != null;
  }

  void choose(StatusChoice next) {
    choice = next;
    chosen = true;
  }

  boolean takeChosen() {
    var was = chosen;
    chosen = false;
    return was;
  }

  boolean isHidden(Instant now) {
    return choice == null || choice.at(now).status() == PresenceStatus.INVISIBLE;
  }

  Own own(Instant now, PresenceRules rules) {
    var valid = choice == null ? StatusChoice.NONE : choice.at(now);
    return new Own(key, status(valid.status(), away(now, rules)), valid);
  }

  Change told() {
    return new Change(key, told, told.status() == PresenceStatus.OFFLINE ? lastSeen : null);
  }

  PresenceStatus counted() {
    return counted;
  }

  /// Derives the state anew.
  ///
  /// @return what others are to be told; null when it is what they were
  @Nullable Change look(Instant now, PresenceRules rules) {
    var seenAt = seenAt();
    leases.removeIf(lease -> isOver(lease, now, rules));
    if (choice != null && choice.isOver(now)) {
      choose(StatusChoice.NONE);
    }
    var own = own(now, rules);
    counted = own.status();
    var shown = isKnown() ? Shown.of(own.status(), own.choice().text()) : Shown.OFFLINE;
    if (!told.equals(Shown.OFFLINE) || !shown.equals(Shown.OFFLINE)) {
      // Who has just become invisible was seen until now.
      see(own.status() == PresenceStatus.INVISIBLE ? now : seenAt);
    }
    if (shown.equals(told)) {
      return null;
    }
    told = shown;
    return told();
  }

  /// When the user was last seen, if that is to be written now.
  @Nullable Instant takeSeen() {
    var at = unwritten();
    if (at == null) {
      return null;
    }
    var often = written != null && at.isBefore(written.plus(PresenceRules.SEEN_WRITTEN));
    if (often && !told.equals(Shown.OFFLINE)) {
      return null;
    }
    written = at;
    return at;
  }

  @Nullable Instant unwritten() {
    return lastSeen == null || lastSeen.equals(written) ? null : lastSeen;
  }

  boolean isGone() {
    return leases.isEmpty();
  }

  /// When to look again by itself; null when that is on the list already.
  @Nullable Instant nextLook(Instant now, PresenceRules rules) {
    var next = now.plus(PresenceRules.SEEN_WRITTEN);
    for (var lease : leases) {
      var end = lease.endedAt();
      var at = end == null ? lease.activeAt().plus(rules.idleAfter()) : end.plus(rules.grace());
      next = at.isAfter(now) && at.isBefore(next) ? at : next;
    }
    var until = choice == null ? null : choice.until();
    next = until != null && until.isAfter(now) && until.isBefore(next) ? until : next;
    if (nextLook != null && nextLook.isAfter(now) && !next.isBefore(nextLook)) {
      return null;
    }
    nextLook = next;
    return next;
  }

  private static boolean isOver(Lease lease, Instant now, PresenceRules rules) {
    var end = lease.endedAt();
    return end != null && !now.isBefore(end.plus(rules.grace()));
  }

  private List<Boolean> away(Instant now, PresenceRules rules) {
    return leases.stream().map(lease -> lease.away(now, rules.idleAfter())).toList();
  }

  private @Nullable Instant seenAt() {
    Instant latest = null;
    for (var lease : leases) {
      latest = latest == null || lease.seenAt().isAfter(latest) ? lease.seenAt() : latest;
    }
    return latest;
  }

  private void see(@Nullable Instant at) {
    if (at != null && (lastSeen == null || at.isAfter(lastSeen))) {
      lastSeen = at;
    }
  }
}
