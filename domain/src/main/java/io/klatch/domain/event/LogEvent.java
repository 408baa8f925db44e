package io.klatch.domain.event;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.Message;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import java.time.Instant;

/// One committed entry of the log. It concerns the members of its conversation.
public sealed interface LogEvent {
  LogPosition position();

  TenantId tenant();

  /// When it was committed.
  Instant at();

  ConversationKey conversationKey();

  record MessageStored(LogPosition position, TenantId tenant, Instant at, Message message)
      implements LogEvent {
    @Override
    public ConversationKey conversationKey() {
      return new ConversationKey(tenant, message.conversation());
    }
  }

  /// Somebody opened a conversation.
  ///
  /// @param conversation as it was then: without messages
  record ConversationOpened(
      LogPosition position, TenantId tenant, Instant at, Conversation conversation)
      implements LogEvent {
    @Override
    public ConversationKey conversationKey() {
      return new ConversationKey(tenant, conversation.id());
    }
  }
}
