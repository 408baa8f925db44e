package io.klatch.domain.receipt;

import io.klatch.domain.kernel.Seq;

/// How a member stands in a conversation.
///
/// @param markedUnread by the member's own hand, until they read again
/// @param lastSeq the conversation's last message
public record Standing(Marks marks, boolean markedUnread, Seq lastSeq) {}
