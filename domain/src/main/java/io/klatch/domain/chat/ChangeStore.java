package io.klatch.domain.chat;

import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Port: changes at rest. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
@FunctionalInterface
public interface ChangeStore {
  /// The oldest `limit` changes above `after` the reader is told of, or null when the conversation
  /// is unknown or the reader is not in it
  @Nullable ChangePage page(
      UserKey reader, ConversationId conversation, ChangeSeq after, int limit);
}
