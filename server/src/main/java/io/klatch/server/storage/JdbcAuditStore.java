package io.klatch.server.storage;

import io.klatch.domain.audit.AuditEntry;
import io.klatch.domain.audit.AuditFilter;
import io.klatch.domain.audit.AuditPlace;
import io.klatch.domain.audit.AuditStore;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.room.RoomKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trail of what happened in rooms, in SQL.
final class JdbcAuditStore implements AuditStore {
  private final Readers readers;

  JdbcAuditStore(Readers readers) {
    this.readers = readers;
  }

  @Override
  public boolean exists(RoomKey room) {
    return readers.read(
        "finding a room, closed or not", statements -> AuditRows.exists(statements, room));
  }

  @Override
  public List<AuditEntry> entries(
      TenantId tenant, AuditFilter filter, int limit, @Nullable AuditPlace before) {
    return readers.read(
        "reading the audit trail",
        statements -> AuditRows.page(statements, tenant, filter, limit, before));
  }

  @Override
  public @Nullable AuditPlace place(RoomKey room, long number) {
    var found =
        readers.read(
            "finding an event of a room",
            statements -> new Found(AuditRows.place(statements, room, number)));
    return found.place;
  }

  private record Found(@Nullable AuditPlace place) {}
}
