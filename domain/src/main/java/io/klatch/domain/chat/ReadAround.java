package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;

/// Query: a page of a conversation's messages with that one in its middle.
public record ReadAround(UserKey reader, ConversationId conversation, Seq seq, int limit) {
  public ReadAround {
    limit = ChatLimits.checkedPage(limit);
  }

  /// The page that ends with the message.
  ReadHistory older() {
    return new ReadHistory(reader, conversation, new HistoryRange.Before(seq.next()), limit);
  }

  /// The page behind the message.
  ReadHistory newer() {
    return new ReadHistory(reader, conversation, new HistoryRange.After(seq), limit);
  }
}
