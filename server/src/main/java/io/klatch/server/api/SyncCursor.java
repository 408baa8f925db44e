package io.klatch.server.api;

import io.klatch.domain.kernel.ConversationId;

/// Where a page of `sync:get` ended, as clients hand it back unread. Marked, so that a
/// conversation's id given by mistake is refused instead of skipping half the list.
final class SyncCursor {
  private static final String MARK = "after-";

  private SyncCursor() {}

  static String wire(ConversationId last) {
    return MARK + last.value();
  }

  static ConversationId parse(String wire) {
    if (wire.startsWith(MARK) && ConversationId.isValid(wire.substring(MARK.length()))) {
      return new ConversationId(wire.substring(MARK.length()));
    }
    throw new Payload.Malformed("cursor must be one that sync:get gave");
  }
}
