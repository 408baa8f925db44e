package io.klatch.server.delivery;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceRules;
import io.klatch.domain.presence.PresenceView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Which sockets are told of whose presence. At most [PresenceRules#USERS_MAX] users per socket;
/// thread-safe, and what a socket subscribes to is added by its inbox alone.
public final class PresenceSubscriptions implements SessionWatcher {
  private final ConcurrentHashMap<Session, Set<UserId>> users = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<UserKey, Set<Session>> sessions = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Answered> answered = new ConcurrentLinkedQueue<>();

  /// What a socket was answered when it subscribed.
  record Answered(Session session, List<PresenceView> views) {}

  /// Subscribes the socket to those of the users whom its own may know of.
  ///
  /// @param views what it is answered of all
  /// @return false when it would be too many: nothing has changed
  public boolean add(Session session, Set<UserId> visible, List<PresenceView> views) {
    var own = users.getOrDefault(session, Set.of());
    var all = new HashSet<>(own);
    all.addAll(visible);
    all.remove(session.identity().user());
    if (all.size() > PresenceRules.USERS_MAX) {
      return false;
    }
    var kept = ConcurrentHashMap.<UserId>newKeySet();
    kept.addAll(all);
    users.put(session, kept);
    all.stream().filter(user -> !own.contains(user)).forEach(user -> link(session, user));
    answered.add(
        new Answered(session, views.stream().filter(view -> all.contains(view.user())).toList()));
    return true;
  }

  /// How many are left.
  public int remove(Session session, Set<UserId> those) {
    var own = users.get(session);
    if (own == null) {
      return 0;
    }
    own.removeAll(those);
    those.forEach(user -> unlink(session, user));
    return own.size();
  }

  @Override
  public void went(Session session) {
    var own = users.remove(session);
    if (own != null) {
      own.forEach(user -> unlink(session, user));
    }
  }

  /// Of all sockets together.
  public int count() {
    return sessions.values().stream().mapToInt(Set::size).sum();
  }

  /// Sockets with subscriptions, live.
  Set<Session> sessions() {
    return users.keySet();
  }

  Set<UserId> of(Session session) {
    return Set.copyOf(users.getOrDefault(session, Set.of()));
  }

  List<Session> to(UserKey user) {
    var those = sessions.get(user);
    return those == null ? List.of() : List.copyOf(those);
  }

  /// What was answered since this was last called.
  List<Answered> takeAnswered() {
    var all = new ArrayList<Answered>();
    for (var each = answered.poll(); each != null; each = answered.poll()) {
      all.add(each);
    }
    return all;
  }

  private void link(Session session, UserId user) {
    sessions.compute(
        new UserKey(session.identity().tenant(), user),
        (_, those) -> {
          var all = those == null ? ConcurrentHashMap.<Session>newKeySet() : those;
          all.add(session);
          return all;
        });
  }

  private void unlink(Session session, UserId user) {
    sessions.computeIfPresent(
        new UserKey(session.identity().tenant(), user),
        (_, those) -> {
          those.remove(session);
          return those.isEmpty() ? null : those;
        });
  }
}
