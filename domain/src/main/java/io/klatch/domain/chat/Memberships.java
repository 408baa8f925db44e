package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;

/// Port: who is in a conversation, one at a time. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
@FunctionalInterface
public interface Memberships {
  /// False for an unknown conversation too.
  boolean isMember(ConversationKey conversation, UserId user);

  /// Whether others may be shown what the user does there.
  default Voice voice(ConversationKey conversation, UserId user) {
    return isMember(conversation, user) ? Voice.HEARD : Voice.NONE;
  }

  /// What others notice of a user in a conversation.
  enum Voice {
    /// Not a member.
    NONE,

    /// A member who may not speak in a room, or is heard there by nobody.
    SILENT,

    HEARD
  }
}
