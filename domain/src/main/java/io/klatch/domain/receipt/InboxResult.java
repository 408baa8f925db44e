package io.klatch.domain.receipt;

import java.util.List;
import java.util.Map;

/// What became of [Inbox#get].
public sealed interface InboxResult {
  /// What is unread.
  ///
  /// @param unread by rising conversation id
  /// @param total over all conversations that count
  /// @param hasMore whether there are more than could be listed
  record Found(List<Map.Entry<MemberKey, Unread>> unread, long total, boolean hasMore)
      implements InboxResult {
    public Found {
      unread = List.copyOf(unread);
    }
  }

  record Unavailable() implements InboxResult {}
}
