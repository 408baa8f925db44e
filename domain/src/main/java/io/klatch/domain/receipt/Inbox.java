package io.klatch.domain.receipt;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is unread for a user. Blocks; call on a virtual thread.
public final class Inbox {
  /// Conversations in one answer.
  public static final int LISTED_MAX = 1_000;

  private final UnreadStore store;

  public Inbox(UnreadStore store) {
    this.store = store;
  }

  /// Everything unread, and the total of all that is neither muted nor archived.
  public InboxResult get(UserKey caller) {
    try {
      var members = store.candidates(caller.tenant(), List.of(caller.user()));
      var unread = new ArrayList<>(store.unread(members).entrySet());
      unread.removeIf(it -> it.getValue().count() == 0 && !it.getValue().standing().markedUnread());
      unread.sort(Comparator.comparing(it -> it.getKey().conversation()));
      var total =
          unread.stream()
              .filter(it -> it.getValue().counted())
              .mapToLong(it -> it.getValue().count())
              .sum();
      return new InboxResult.Found(
          unread.subList(0, Math.min(unread.size(), LISTED_MAX)),
          total,
          unread.size() > LISTED_MAX);
    } catch (UnavailableException _) {
      return new InboxResult.Unavailable();
    }
  }

  /// Of these conversations, as far as the caller is in them.
  ///
  /// @throws UnavailableException when the store cannot do it now
  public Map<ConversationId, Unread> of(UserKey caller, List<ConversationId> conversations) {
    var found = new HashMap<ConversationId, Unread>();
    store
        .unread(conversations.stream().map(it -> MemberKey.of(caller, it)).toList())
        .forEach((member, unread) -> found.put(member.conversation(), unread));
    return found;
  }
}
