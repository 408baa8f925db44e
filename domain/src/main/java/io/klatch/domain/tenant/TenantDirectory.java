package io.klatch.domain.tenant;

import io.klatch.domain.kernel.TenantId;
import org.jspecify.annotations.Nullable;

/// Who the tenants are now. Thread-safe; does not block.
@FunctionalInterface
public interface TenantDirectory {
  /// Null when there is none; the default tenant is always there.
  @Nullable Tenant find(TenantId id);
}
