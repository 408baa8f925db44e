package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;

/// Port: who is in a conversation, one at a time. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
@FunctionalInterface
public interface Memberships {
  /// False for an unknown conversation too.
  boolean isMember(ConversationKey conversation, UserId user);

  /// Whether others may be shown what the member does there: not of who may not speak in a room, or
  /// is heard there by nobody.
  default boolean isHeard(ConversationKey conversation, UserId user) {
    return true;
  }
}
