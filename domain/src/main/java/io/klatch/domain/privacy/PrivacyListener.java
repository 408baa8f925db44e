package io.klatch.domain.privacy;

import io.klatch.domain.kernel.UserKey;

/// Port: hears what a user has set. Does not block.
@FunctionalInterface
public interface PrivacyListener {
  void changed(UserKey user, Privacy privacy);
}
