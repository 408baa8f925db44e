package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation about to be stored; its rules are checked.
///
/// @param members with the creator, sorted
public record NewConversation(
    TenantId tenant,
    ConversationId id,
    ConversationType type,
    @Nullable String title,
    List<UserId> members,
    UserId createdBy,
    Instant createdAt) {
  public NewConversation {
    members = members.stream().sorted().toList();
    if (type == ConversationType.DIRECT && members.size() != 2) {
      throw new IllegalArgumentException(
          "a direct conversation has 2 members, not " + members.size());
    }
  }

  public NewConversation with(List<UserId> those) {
    return new NewConversation(tenant, id, type, title, those, createdBy, createdAt);
  }
}
