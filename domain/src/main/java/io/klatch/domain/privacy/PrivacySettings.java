package io.klatch.domain.privacy;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;

/// A user's own settings, read and changed. Blocks; call on a virtual thread.
public final class PrivacySettings {
  private final PrivacyStore store;
  private final PrivacyListener listener;

  public PrivacySettings(PrivacyStore store, PrivacyListener listener) {
    this.store = store;
    this.listener = listener;
  }

  public PrivacyResult get(UserKey caller) {
    try {
      return new PrivacyResult.Settings(store.of(caller));
    } catch (UnavailableException _) {
      return new PrivacyResult.Unavailable();
    }
  }

  public PrivacyResult set(UserKey caller, PrivacyChange change) {
    Privacy privacy;
    try {
      privacy = store.change(caller, change);
    } catch (UnavailableException _) {
      return new PrivacyResult.Unavailable();
    }
    listener.changed(caller, privacy);
    return new PrivacyResult.Settings(privacy);
  }
}
