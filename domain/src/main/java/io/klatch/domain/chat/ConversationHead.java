package io.klatch.domain.chat;

import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;

/// A conversation's id and the numbers of its last message and its last change.
public record ConversationHead(ConversationId conversation, Seq lastSeq, ChangeSeq changeSeq) {}
