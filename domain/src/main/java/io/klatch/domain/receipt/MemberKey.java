package io.klatch.domain.receipt;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;

/// A user in a conversation.
public record MemberKey(TenantId tenant, ConversationId conversation, UserId user) {
  public static MemberKey of(UserKey user, ConversationId conversation) {
    return new MemberKey(user.tenant(), conversation, user.user());
  }

  public ConversationKey conversationKey() {
    return new ConversationKey(tenant, conversation);
  }

  public UserKey userKey() {
    return new UserKey(tenant, user);
  }
}
