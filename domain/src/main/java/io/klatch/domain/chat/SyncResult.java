package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of [Sync#read].
public sealed interface SyncResult {
  /// One page.
  ///
  /// @param next where the next page starts, null on the last
  record Page(List<ConversationHead> conversations, @Nullable ConversationId next)
      implements SyncResult {
    public Page {
      conversations = List.copyOf(conversations);
    }
  }

  record Unavailable() implements SyncResult {}
}
