package io.klatch.domain.audit;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.room.RoomKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: what happened in rooms, at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface AuditStore {
  /// Whether there is or was such a room.
  boolean exists(RoomKey room);

  /// The newest first, at most `limit` of those before that place.
  ///
  /// @param before null for the newest of all
  List<AuditEntry> entries(
      TenantId tenant, AuditFilter filter, int limit, @Nullable AuditPlace before);

  /// Where the room's event of that number stands; null when there is none.
  @Nullable AuditPlace place(RoomKey room, long number);
}
