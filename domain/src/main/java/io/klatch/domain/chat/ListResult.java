package io.klatch.domain.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of [Conversations#list].
public sealed interface ListResult {
  /// One page.
  ///
  /// @param next where the next page starts, null on the last
  record Page(List<Conversation> conversations, @Nullable ConversationCursor next)
      implements ListResult {
    public Page {
      conversations = List.copyOf(conversations);
    }
  }

  record Unavailable() implements ListResult {}
}
