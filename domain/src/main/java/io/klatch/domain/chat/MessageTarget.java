package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Who does something to which message.
///
/// @param op null when the caller gives up safe repeats
public record MessageTarget(
    UserKey actor, ConversationId conversation, Seq seq, @Nullable OpId op) {
  public ConversationKey conversationKey() {
    return new ConversationKey(actor.tenant(), conversation);
  }
}
