package io.klatch.domain.presence;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Port: what is kept of presence. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface PresenceStore {
  /// Of those of whom something is kept; at most [PresenceRules#USERS_MAX] users.
  Map<UserId, StoredPresence> find(TenantId tenant, Set<UserId> users);

  /// Returns when it is durable.
  void choose(UserKey user, StatusChoice choice);

  /// When users were last here, never earlier than what is kept.
  void seen(Map<UserKey, Instant> users);

  /// Users of the tenant of whom something is kept.
  long count(TenantId tenant);
}
