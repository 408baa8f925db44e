package io.klatch.domain.tenant;

import java.util.List;

/// Port: tenants at rest. Both block; call on a virtual thread. Both throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface TenantStore {
  List<Tenant> all();

  /// Stores it in place of what was there, and returns when that is durable.
  void save(Tenant tenant);
}
