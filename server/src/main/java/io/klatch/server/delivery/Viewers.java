package io.klatch.server.delivery;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which sockets show which conversation now: what is of no use to those who do not look goes to
/// these only.
///
/// One conversation at most per socket, so it is bounded by them; thread-safe. Whoever asks who
/// looks must still ask who is a member: one who was removed may go on looking.
public final class Viewers implements SessionWatcher {
  private final ConcurrentHashMap<Session, ConversationKey> shown = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ConversationKey, Set<Session>> viewers =
      new ConcurrentHashMap<>();

  /// The socket shows this conversation, of which its user is a member, and no other; none when
  /// null. On the thread of the socket's inbox.
  public void show(Session session, @Nullable ConversationId conversation) {
    went(session);
    if (conversation != null) {
      var key = new ConversationKey(session.identity().tenant(), conversation);
      shown.put(session, key);
      viewers.compute(
          key,
          (_, those) -> {
            var all = those == null ? ConcurrentHashMap.<Session>newKeySet() : those;
            all.add(session);
            return all;
          });
    }
  }

  /// What the socket shows; null when that is no conversation.
  public @Nullable ConversationId shownBy(Session session) {
    var key = shown.get(session);
    return key == null ? null : key.conversation();
  }

  public List<Session> of(ConversationKey conversation) {
    var those = viewers.get(conversation);
    return those == null ? List.of() : List.copyOf(those);
  }

  /// Sockets that show a conversation.
  public int count() {
    return shown.size();
  }

  @Override
  public void went(Session session) {
    var key = shown.remove(session);
    if (key != null) {
      viewers.computeIfPresent(
          key,
          (_, those) -> {
            those.remove(session);
            return those.isEmpty() ? null : those;
          });
    }
  }
}
