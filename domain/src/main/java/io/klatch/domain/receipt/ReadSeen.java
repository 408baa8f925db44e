package io.klatch.domain.receipt;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Query: who has got to a message.
///
/// @param read who has read it, rather than who has received it
/// @param after the user with whom the page before ended
public record ReadSeen(
    UserKey reader,
    ConversationId conversation,
    Seq seq,
    boolean read,
    int limit,
    @Nullable UserId after) {}
