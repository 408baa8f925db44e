package io.klatch.domain.tenant;

/// What became of a tenant that was to be made or changed.
public sealed interface TenantResult {
  /// It is so from now on, everywhere.
  record Saved(Tenant tenant) implements TenantResult {}

  /// There is one of this id already.
  record Exists() implements TenantResult {}

  record NotFound() implements TenantResult {}

  /// The key cannot be used; `problem` says why, without showing it.
  record KeyRefused(String keyId, String problem) implements TenantResult {}

  record TooMany(int tenantsMax) implements TenantResult {}

  record Unavailable() implements TenantResult {}
}
