package io.klatch.domain.moderation;

import io.klatch.domain.kernel.ConversationKey;

/// Port: which conversations are those of rooms. May block; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot say.
@FunctionalInterface
public interface RoomConversations {
  boolean isRoom(ConversationKey conversation);
}
