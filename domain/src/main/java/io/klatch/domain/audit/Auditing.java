package io.klatch.domain.audit;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the trail: that of a room is for its moderators, also when it is closed; that of a tenant
/// for its admins. Blocks; call on a virtual thread.
public final class Auditing {
  public static final int PAGE_MAX = 100;
  public static final int PAGE_DEFAULT = 50;

  private final AuditStore store;
  private final RoomStore rooms;

  public Auditing(AuditStore store, RoomStore rooms) {
    this.store = store;
    this.rooms = rooms;
  }

  /// The newest first.
  ///
  /// @param filter of one room, or of the whole tenant
  /// @param before null for the newest of all
  public RoomRead<RoomPage<AuditEntry>> page(
      RoomActor reader, AuditFilter filter, int limit, @Nullable AuditPlace before) {
    return read(
        reader,
        filter,
        () -> RoomPage.of(store.entries(reader.tenant(), filter, limit + 1, before), limit));
  }

  /// The same without an end, a page in memory at a time.
  ///
  /// @return reads on as it is asked, and throws then what the store throws
  public RoomRead<AuditWalk> all(RoomActor reader, AuditFilter filter) {
    return read(reader, filter, () -> new AuditWalk(store, reader.tenant(), filter));
  }

  /// Where the room's event of that number stands, so that what is before it can be asked for; null
  /// when there is none, or the store cannot say now.
  public @Nullable AuditPlace place(TenantId tenant, RoomId room, long number) {
    try {
      return store.place(new RoomKey(tenant, room), number);
    } catch (UnavailableException _) {
      return null;
    }
  }

  private <T> RoomRead<T> read(RoomActor reader, AuditFilter filter, Supplier<T> reading) {
    try {
      var room = filter.room();
      if (room != null && !store.exists(reader.in(room))) {
        return new RoomRead.NotFound<>();
      }
      var role = room == null ? reader.claimed() : role(reader, room);
      return role.isAtLeast(room == null ? Role.ADMIN : Role.MODERATOR)
          ? new RoomRead.Found<>(reading.get())
          : new RoomRead.NotAllowed<>(role);
    } catch (UnavailableException _) {
      return new RoomRead.Unavailable<>();
    }
  }

  private Role role(RoomActor reader, RoomId room) {
    var own = rooms.role(reader.in(room), reader.user());
    return own.isAtLeast(reader.claimed()) ? own : reader.claimed();
  }
}
