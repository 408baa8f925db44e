package io.klatch.domain.safety;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which users are not to hear of each other, because one of the two has blocked the other. Blocks
/// at times; call on a virtual thread. Throws [io.klatch.domain.kernel.UnavailableException] when
/// the store cannot do it now.
public final class Apart {
  private final BlockStore store;

  public Apart(BlockStore store) {
    this.store = store;
  }

  /// Those of the others who are apart from the user.
  public Set<UserId> among(UserKey user, Set<UserId> others) {
    return between(user.tenant(), Set.of(user.user()), others).getOrDefault(user.user(), Set.of());
  }

  /// Without those of the others who are apart from the user.
  public Set<UserId> without(UserKey user, Set<UserId> others) {
    var apart = among(user, others);
    if (apart.isEmpty()) {
      return others;
    }
    var left = new HashSet<>(others);
    left.removeAll(apart);
    return left;
  }

  /// From which of the others each of the viewers is apart; without viewers who are from none.
  public Map<UserId, Set<UserId>> between(
      TenantId tenant, Set<UserId> viewers, Set<UserId> others) {
    var all = new HashSet<>(viewers);
    all.addAll(others);
    var apart = new HashMap<UserId, Set<UserId>>();
    store
        .keptAway(tenant, all)
        .forEach((user, kept) -> {
          for (var other : kept) {
            if (viewers.contains(user) && others.contains(other)) {
              apart.computeIfAbsent(user, _ -> new HashSet<>()).add(other);
            }
            if (viewers.contains(other) && others.contains(user)) {
              apart.computeIfAbsent(other, _ -> new HashSet<>()).add(user);
            }
          }
        });
    return apart;
  }
}
