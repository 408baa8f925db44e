package io.klatch.domain.event;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.Message;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;

/// One committed entry of the log. It concerns the members of its conversation, or the one user
/// whose matter it is.
public sealed interface LogEvent {
  LogPosition position();

  TenantId tenant();

  /// When it was committed.
  Instant at();

  /// What happened in a conversation.
  sealed interface OfConversation extends LogEvent {
    ConversationKey conversationKey();
  }

  record MessageStored(LogPosition position, TenantId tenant, Instant at, Message message)
      implements OfConversation {
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
      implements OfConversation {
    @Override
    public ConversationKey conversationKey() {
      return new ConversationKey(tenant, conversation.id());
    }
  }

  /// Something of a conversation became different.
  record Changed(LogPosition position, TenantId tenant, Instant at, Change change)
      implements OfConversation {
    @Override
    public ConversationKey conversationKey() {
      return new ConversationKey(tenant, change.conversation());
    }
  }

  /// Somebody came into a conversation: what the newcomer is shown of it.
  ///
  /// @param told what the other members are told at the same position
  /// @param user the newcomer
  /// @param conversation as it is with them
  record MemberJoined(Changed told, UserId user, Conversation conversation)
      implements OfConversation {
    @Override
    public LogPosition position() {
      return told.position;
    }

    @Override
    public TenantId tenant() {
      return told.tenant;
    }

    @Override
    public Instant at() {
      return told.at;
    }

    @Override
    public ConversationKey conversationKey() {
      return told.conversationKey();
    }
  }

  /// A user keeps another away from here on, or does no longer: for the user's own devices.
  record BlockSet(
      LogPosition position,
      TenantId tenant,
      Instant at,
      UserId owner,
      UserId other,
      boolean blocked)
      implements LogEvent {}
}
