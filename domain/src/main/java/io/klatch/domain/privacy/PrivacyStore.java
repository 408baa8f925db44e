package io.klatch.domain.privacy;

import io.klatch.domain.kernel.UserKey;

/// Port: users' settings at rest. Both block at times; call on a virtual thread. Both throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface PrivacyStore {
  /// Most of the time out of memory.
  Privacy of(UserKey user);

  /// Returns what holds from now on, when that is durable.
  Privacy change(UserKey user, PrivacyChange change);
}
