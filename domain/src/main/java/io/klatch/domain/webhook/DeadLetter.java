package io.klatch.domain.webhook;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import java.time.Instant;

/// An event a webhook did not take, kept for its tenant to look at and to have sent again.
///
/// @param position of the event in the log, which names it
/// @param body as it is sent
/// @param failure what went wrong last, in a sentence
public record DeadLetter(
    WebhookKey hook,
    LogPosition position,
    ConversationId conversation,
    EventType type,
    String body,
    int tries,
    String failure,
    Instant at) {}
