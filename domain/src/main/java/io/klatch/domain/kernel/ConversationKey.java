package io.klatch.domain.kernel;

/// A conversation where tenants meet.
public record ConversationKey(TenantId tenant, ConversationId conversation) {}
