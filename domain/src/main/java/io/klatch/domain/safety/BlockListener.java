package io.klatch.domain.safety;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;

/// Port: hears who has blocked whom, or does no longer, when it is on disk. Does not block.
@FunctionalInterface
public interface BlockListener {
  void changed(UserKey owner, UserId user, boolean blocked);
}
