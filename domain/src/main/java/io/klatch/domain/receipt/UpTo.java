package io.klatch.domain.receipt;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import org.jspecify.annotations.Nullable;

/// One receipt: all of the conversation up to that number.
///
/// @param conversation null when what the client named cannot be one
public record UpTo(@Nullable ConversationId conversation, Seq seq) {}
