package io.klatch.domain.chat;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Command: open a conversation. The caller becomes a member whether `members` names them or not.
public record CreateConversation(
    UserKey caller, ConversationType type, Set<UserId> members, @Nullable String title) {
  public CreateConversation {
    members = Set.copyOf(members);
  }
}
