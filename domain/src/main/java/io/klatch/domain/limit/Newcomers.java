package io.klatch.domain.limit;

import io.klatch.domain.kernel.UserKey;

/// Port: whose account is young, and may therefore do less. Thread-safe; may block for a moment:
/// call on a virtual thread.
@FunctionalInterface
public interface Newcomers {
  boolean isNew(UserKey user);
}
