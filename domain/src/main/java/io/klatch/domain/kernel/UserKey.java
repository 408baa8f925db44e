package io.klatch.domain.kernel;

/// A user where tenants meet: the same user id in two tenants is two people.
public record UserKey(TenantId tenant, UserId user) {}
