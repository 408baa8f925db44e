package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;

/// A conversation's id and the number of its last message.
public record ConversationHead(ConversationId conversation, Seq lastSeq) {}
