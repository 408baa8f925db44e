package io.klatch.domain.presence;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.Set;

/// Port: who may know of whom whether they are here. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
@FunctionalInterface
public interface PresenceVisibility {
  /// Those of `users` of whom the viewer may know; all of the viewer's tenant.
  Set<UserId> visible(UserKey viewer, Set<UserId> users);
}
