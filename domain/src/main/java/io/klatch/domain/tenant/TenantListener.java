package io.klatch.domain.tenant;

/// Hears of each tenant that was made or changed, when that is in effect.
@FunctionalInterface
public interface TenantListener {
  void changed(Tenant tenant);
}
