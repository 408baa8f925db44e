package io.klatch.domain.search;

import io.klatch.domain.chat.Message;
import io.klatch.domain.event.LogPosition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a [SearchMessages].
public sealed interface SearchResult {
  /// @param next where the next page begins; null when there is none
  record Found(List<Hit> hits, @Nullable LogPosition next) implements SearchResult {
    public Found {
      hits = List.copyOf(hits);
    }
  }

  /// A message that says it, and where.
  record Hit(Message message, Snippet snippet) {}

  /// No such conversation, or the reader is not in it.
  record NotFound() implements SearchResult {}

  record RateLimited(Duration retryAfter) implements SearchResult {}

  record Unavailable() implements SearchResult {}
}
