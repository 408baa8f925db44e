package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;

/// Query: one page of a conversation's messages.
public record ReadHistory(
    UserKey reader, ConversationId conversation, HistoryRange range, int limit) {
  public ReadHistory {
    limit = ChatLimits.checkedPage(limit);
  }
}
