package io.klatch.server.delivery;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sockets that hear what is said in conversations their users are not in: the watchers of rooms.
///
/// Whoever adds one has asked whether its user may. Bounded by [#WATCHED_MAX] for each socket;
/// thread-safe.
public final class Onlookers implements SessionWatcher {
  /// Conversations of one socket.
  public static final int WATCHED_MAX = 100;

  /// The sets are changed by their socket's inbox alone.
  private final ConcurrentHashMap<Session, Set<ConversationKey>> watched =
      new ConcurrentHashMap<>();

  private final ConcurrentHashMap<ConversationKey, Set<Session>> onlookers =
      new ConcurrentHashMap<>();

  /// From now on the socket hears it. On the thread of the socket's inbox.
  ///
  /// @return how many it hears; -1 when it would be too many, and nothing has changed
  public int add(Session session, ConversationKey conversation) {
    var own = watched.computeIfAbsent(session, _ -> new HashSet<>(2));
    if (own.size() >= WATCHED_MAX && !own.contains(conversation)) {
      return -1;
    }
    own.add(conversation);
    onlookers.compute(
        conversation,
        (_, those) -> {
          var all = those == null ? ConcurrentHashMap.<Session>newKeySet() : those;
          all.add(session);
          return all;
        });
    return own.size();
  }

  /// On the thread of the socket's inbox.
  ///
  /// @return how many it still hears
  public int remove(Session session, ConversationKey conversation) {
    var own = watched.get(session);
    if (own == null) {
      return 0;
    }
    if (own.remove(conversation)) {
      forget(session, conversation);
    }
    return own.size();
  }

  /// None of the user's sockets hears it any more; one that asks again may. What counts towards the
  /// bound stays, since that is their inboxes' alone.
  void expel(ConversationKey conversation, UserId user) {
    of(conversation).stream()
        .filter(session -> session.identity().user().equals(user))
        .forEach(session -> forget(session, conversation));
  }

  @Override
  public void went(Session session) {
    var own = watched.remove(session);
    if (own != null) {
      own.forEach(conversation -> forget(session, conversation));
    }
  }

  public List<Session> of(ConversationKey conversation) {
    var those = onlookers.get(conversation);
    return those == null ? List.of() : List.copyOf(those);
  }

  private void forget(Session session, ConversationKey conversation) {
    onlookers.computeIfPresent(
        conversation,
        (_, those) -> {
          those.remove(session);
          return those.isEmpty() ? null : those;
        });
  }
}
