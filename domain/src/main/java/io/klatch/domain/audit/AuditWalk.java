package io.klatch.domain.audit;

import io.klatch.domain.kernel.TenantId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The pages of a trail one after the other, the newest first. What happens meanwhile is newer than
/// all of them and not among them. Confined to one thread.
public final class AuditWalk implements Iterator<List<AuditEntry>> {
  /// What is in memory at one time.
  public static final int PER_TURN = 500;

  private final AuditStore store;
  private final TenantId tenant;
  private final AuditFilter filter;
  private List<AuditEntry> next;

  /// Reads the first page, so that a store that cannot is known before anything is answered.
  AuditWalk(AuditStore store, TenantId tenant, AuditFilter filter) {
    this.store = store;
    this.tenant = tenant;
    this.filter = filter;
    this.next = read(null);
  }

  @Override
  public boolean hasNext() {
    return !next.isEmpty();
  }

  @Override
  public List<AuditEntry> next() {
    if (next.isEmpty()) {
      throw new NoSuchElementException();
    }
    var page = next;
    next = page.size() < PER_TURN ? List.of() : read(page.getLast().place());
    return page;
  }

  private List<AuditEntry> read(@Nullable AuditPlace before) {
    return List.copyOf(store.entries(tenant, filter, PER_TURN, before));
  }
}
