package io.klatch.domain.account;

import io.klatch.domain.kernel.UserKey;
import java.util.Map;
import java.util.Set;

/// Port: features of users at rest. Both block; call on a virtual thread. Both throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface EntitlementStore {
  /// Of everybody who has some.
  Map<UserKey, Set<String>> all();

  /// Puts these in place of those the user had, and returns when that is durable.
  void save(UserKey user, Set<String> features);
}
