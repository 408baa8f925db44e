package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;

/// Port: who is in a conversation, one at a time. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
@FunctionalInterface
public interface Memberships {
  /// False for an unknown conversation too.
  boolean isMember(ConversationKey conversation, UserId user);
}
