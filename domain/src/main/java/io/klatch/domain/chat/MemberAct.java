package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Who does something to a conversation.
///
/// @param op makes it safe to repeat
public record MemberAct(UserKey actor, ConversationId conversation, @Nullable OpId op) {
  public ConversationKey key() {
    return new ConversationKey(actor.tenant(), conversation);
  }
}
