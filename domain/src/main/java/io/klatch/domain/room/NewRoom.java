package io.klatch.domain.room;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A room about to be stored; its rules are checked.
///
/// @param expiresAt null for one of the configuration, which is known again by its name
public record NewRoom(
    TenantId tenant,
    String name,
    @Nullable String description,
    RoomTerms terms,
    ConversationId conversation,
    Instant createdAt,
    @Nullable Instant expiresAt) {}
