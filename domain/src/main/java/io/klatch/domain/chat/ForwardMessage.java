package io.klatch.domain.chat;

import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Command: say in `to` what a message says. The sender is in both conversations.
///
/// @param clientMessageId of the copy; null when the sender gives up safe repeats
public record ForwardMessage(
    UserKey sender,
    ConversationId from,
    Seq seq,
    ConversationId to,
    @Nullable ClientMessageId clientMessageId) {}
