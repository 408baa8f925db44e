package io.klatch.domain.draft;

import io.klatch.domain.kernel.UserKey;

/// Port: hears of drafts that changed. Does not block.
@FunctionalInterface
public interface DraftListener {
  void changed(UserKey user, Draft draft);
}
