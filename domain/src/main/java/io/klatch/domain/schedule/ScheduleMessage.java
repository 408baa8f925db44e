package io.klatch.domain.schedule;

import io.klatch.domain.chat.Content;
import io.klatch.domain.kernel.ClientMessageId;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Command: say `text` in a conversation at `sendAt`.
///
/// @param clientMessageId null when the sender gives up safe repeats
public record ScheduleMessage(
    UserKey sender,
    ConversationId conversation,
    String text,
    @Nullable ClientMessageId clientMessageId,
    Content content,
    @Nullable Duration expiresIn,
    Instant sendAt) {}
