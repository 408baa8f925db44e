package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Port: conversations and their members at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface ConversationStore {
  /// Stores it and returns when that is durable; a direct conversation whose pair has one already
  /// is not stored, however many try at once. Who has blocked the creator does not come into a
  /// group.
  ///
  /// @return null when one of the pair has blocked the other: there is no new one for them
  @Nullable OpenedConversation open(NewConversation conversation);

  /// The direct conversation of the two; null when they have none.
  @Nullable Conversation findDirect(UserKey member, UserId other);

  /// The conversation, or null when it is unknown or the user is not in it
  @Nullable Conversation find(UserKey member, ConversationId conversation);

  /// The user's conversations by falling last activity, at most `limit` after `cursor`.
  List<Conversation> list(UserKey member, int limit, @Nullable ConversationCursor cursor);

  /// The last numbers of the user's conversations by rising id, at most `limit` after `after`.
  List<ConversationHead> heads(UserKey member, int limit, @Nullable ConversationId after);

  /// Empty when the conversation is unknown.
  Set<UserId> members(ConversationKey conversation);

  /// What [#open] did.
  ///
  /// @param created false when the pair had one: it is that one
  record OpenedConversation(Conversation conversation, boolean created) {}
}
