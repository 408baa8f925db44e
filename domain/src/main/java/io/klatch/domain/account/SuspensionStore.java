package io.klatch.domain.account;

import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.Map;

/// Port: suspended users at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface SuspensionStore {
  Map<UserKey, Instant> all();

  /// Returns when it is durable, as does [#remove].
  void save(UserKey user, Instant since);

  void remove(UserKey user);
}
