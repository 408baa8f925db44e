package io.klatch.domain.chat;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.util.Set;

/// Port: who shares a conversation with whom. Blocks; call on a virtual thread. Throws
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
@FunctionalInterface
public interface Contacts {
  /// Those of `others` who are in a conversation with the user; the user among them only if in one
  /// at all.
  Set<UserId> among(UserKey user, Set<UserId> others);
}
