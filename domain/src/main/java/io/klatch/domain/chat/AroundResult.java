package io.klatch.domain.chat;

import java.util.ArrayList;
import java.util.List;

/// What became of a [ReadAround].
public sealed interface AroundResult {
  /// @param messages in rising `seq`
  record Found(List<Message> messages, boolean hasMoreBefore, boolean hasMoreAfter)
      implements AroundResult {
    public Found {
      messages = List.copyOf(messages);
    }

    /// Half of each; where one has less, more of the other.
    static Found between(MessagePage older, MessagePage newer, int limit) {
      var before = older.messages();
      var after = newer.messages();
      var taken = Math.min(after.size(), Math.max(limit / 2, limit - before.size()));
      var kept = Math.min(before.size(), limit - taken);
      var messages = new ArrayList<>(before.subList(before.size() - kept, before.size()));
      messages.addAll(after.subList(0, taken));
      return new Found(
          messages,
          older.hasMore() || kept < before.size(),
          newer.hasMore() || taken < after.size());
    }
  }

  record NotFound() implements AroundResult {}

  record Unavailable() implements AroundResult {}
}
