package io.klatch.domain.draft;

import io.klatch.domain.kernel.ConversationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a user has begun to write in a conversation. One per conversation.
///
/// @param writing null when there is none any more
/// @param updatedAt of a conversation's draft, later with each change
public record Draft(ConversationId conversation, @Nullable Writing writing, Instant updatedAt) {}
