package io.klatch.domain.search;

import io.klatch.domain.chat.Message;
import io.klatch.domain.event.LogPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: an index of the words of messages, which follows the log at a small distance. What was
/// deleted, for all or by the reader, and conversations the reader is not in now are never found,
/// however far behind the index is.
@FunctionalInterface
public interface MessageSearch {
  /// Newest first, or null when a conversation is named and is unknown or the reader is not in it.
  /// A message that was changed a moment ago may no longer say what was looked for. Blocks.
  ///
  /// @throws io.klatch.domain.kernel.UnavailableException when it cannot be searched now
  @Nullable Page find(SearchMessages query);

  /// @param hasMore whether there are older ones
  record Page(List<Entry> entries, boolean hasMore) {
    public static final Page EMPTY = new Page(List.of(), false);

    public Page {
      entries = List.copyOf(entries);
    }
  }

  /// A message and its place in the log.
  record Entry(LogPosition position, Message message) {}
}
