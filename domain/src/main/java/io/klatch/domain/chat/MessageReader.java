package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Port: single messages and threads at rest. Both block and throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface MessageReader {
  /// The message, or null when there is none, or the reader is not in its conversation
  @Nullable Message find(UserKey reader, ConversationId conversation, Seq seq);

  /// Messages of the thread alone, or null when the conversation is unknown or the reader is not in
  /// it
  @Nullable MessagePage thread(ReadHistory query, Seq root);
}
