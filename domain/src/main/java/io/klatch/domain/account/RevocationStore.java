package io.klatch.domain.account;

import java.time.Instant;
import java.util.List;

/// Port: revocations at rest. Both block; call on a virtual thread. Both throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface RevocationStore {
  /// Those that hold at `now`.
  List<Revocation> all(Instant now);

  /// Stores it in place of an earlier one of the same token or user, forgets what no longer holds,
  /// and returns when that is durable.
  void save(Revocation revocation);
}
