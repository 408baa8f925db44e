package io.klatch.domain.chat;

import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;

/// Reads back what changed in a conversation, for a client that could not resume. Blocks; call on a
/// virtual thread.
public final class Changes {
  private final ChangeStore changes;

  public Changes(ChangeStore changes) {
    this.changes = changes;
  }

  public ChangesResult read(
      UserKey caller, ConversationId conversation, ChangeSeq after, int limit) {
    try {
      var page = changes.page(caller, conversation, after, ChatLimits.checkedPage(limit));
      return page == null ? new ChangesResult.NotFound() : new ChangesResult.Found(page);
    } catch (UnavailableException _) {
      return new ChangesResult.Unavailable();
    }
  }
}
