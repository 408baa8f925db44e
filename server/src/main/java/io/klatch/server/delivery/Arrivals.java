package io.klatch.server.delivery;

import io.klatch.domain.chat.Change;
import io.klatch.domain.event.CommitListener;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.MemberKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Where something has happened that changes what is unread, for [UnreadNews] to look at. Hears
/// commits on the writer's thread; one entry per conversation, however many messages.
public final class Arrivals implements CommitListener {
  /// Nobody may be looking, as in a benchmark; of more, members hear with the next message.
  private static final int CONVERSATIONS_MAX = 100_000;

  private final Set<ConversationKey> conversations = ConcurrentHashMap.newKeySet();
  private final Set<MemberKey> members = ConcurrentHashMap.newKeySet();

  @Override
  public void committed(List<LogEvent> events) {
    for (var event : events) {
      switch (event) {
        case LogEvent.MessageStored stored -> {
          if (stored.message().audience() == null) {
            add(stored.conversationKey());
          }
        }
        case LogEvent.MemberJoined joined -> add(joined, joined.user());
        case LogEvent.Changed changed -> changed(changed);
        case LogEvent.ConversationOpened _, LogEvent.BlockSet _ -> {}
      }
    }
  }

  /// Messages of the conversation were removed for their age.
  void removed(ConversationKey conversation) {
    add(conversation);
  }

  /// Conversations of which all members may have more or less unread, since the last call.
  Set<ConversationKey> conversations() {
    return take(conversations);
  }

  /// Members of whom the same is true, since the last call.
  Set<MemberKey> members() {
    return take(members);
  }

  private void changed(LogEvent.Changed event) {
    var audience = event.change().audience();
    if (audience != null) {
      add(event, audience);
    } else if (event.change().what() instanceof Change.MemberRemoved(var user)) {
      add(event, user);
    } else if (event.change().what() instanceof Change.MessageDeleted
        || event.change().what() instanceof Change.MessageExpired) {
      add(event.conversationKey());
    }
  }

  private void add(LogEvent.OfConversation event, UserId user) {
    var key = event.conversationKey();
    if (members.size() < CONVERSATIONS_MAX) {
      members.add(new MemberKey(key.tenant(), key.conversation(), user));
    }
  }

  private void add(ConversationKey conversation) {
    if (conversations.size() < CONVERSATIONS_MAX) {
      conversations.add(conversation);
    }
  }

  private static <T> Set<T> take(Set<T> all) {
    var taken = Set.copyOf(all);
    all.removeAll(taken);
    return taken;
  }
}
