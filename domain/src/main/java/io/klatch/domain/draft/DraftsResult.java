package io.klatch.domain.draft;

import java.util.List;

/// What became of a question for drafts.
public sealed interface DraftsResult {
  record Found(List<Draft> drafts, boolean hasMore) implements DraftsResult {
    public Found {
      drafts = List.copyOf(drafts);
    }
  }

  record Unavailable() implements DraftsResult {}
}
