package io.klatch.domain.room;

import io.klatch.domain.kernel.TenantId;

/// A room where tenants meet.
public record RoomKey(TenantId tenant, RoomId room) {}
