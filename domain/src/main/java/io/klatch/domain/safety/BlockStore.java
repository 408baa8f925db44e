package io.klatch.domain.safety;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Port: who keeps whom away, at rest. What a block forbids is checked where it would be written,
/// in the same transaction. All block at times; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface BlockStore {
  /// Stores it with its entry of the log, and returns when that is durable.
  BlockResult block(UserKey owner, UserId user, int blockedMax);

  BlockResult unblock(UserKey owner, UserId user);

  BlockPage page(UserKey owner, @Nullable UserId after, int limit);

  /// Whom each of these users keeps away; without those who keep away nobody, most of the time out
  /// of memory.
  Map<UserId, Set<UserId>> keptAway(TenantId tenant, Collection<UserId> users);
}
