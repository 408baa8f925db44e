package io.klatch.domain.tenant;

/// Hears of each tenant that was made or changed, when that is in effect.
@FunctionalInterface
interface TenantListener {
  void changed(Tenant tenant);
}
