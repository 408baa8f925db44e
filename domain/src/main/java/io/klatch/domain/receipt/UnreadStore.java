package io.klatch.domain.receipt;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Port: what is unread, for many at once. Both block; call on a virtual thread. Both throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface UnreadStore {
  /// Of those who are members.
  Map<MemberKey, Unread> unread(Collection<MemberKey> members);

  /// The conversations in which there may be something unread or marked for these users; all of
  /// those in which there is.
  List<MemberKey> candidates(TenantId tenant, Collection<UserId> users);
}
