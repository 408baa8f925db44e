package io.klatch.domain.chat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import org.jspecify.annotations.Nullable;

/// Tells a client that could not resume how far each of its conversations has got. Blocks; call on
/// a virtual thread.
public final class Sync {
  private final ConversationStore conversations;

  public Sync(ConversationStore conversations) {
    this.conversations = conversations;
  }

  /// One page of [ChatLimits#SYNC_PAGE], after `after`; from the start when that is null.
  public SyncResult read(UserKey caller, @Nullable ConversationId after) {
    try {
      var heads = conversations.heads(caller, ChatLimits.SYNC_PAGE + 1, after);
      if (heads.size() <= ChatLimits.SYNC_PAGE) {
        return new SyncResult.Page(heads, null);
      }
      var page = heads.subList(0, ChatLimits.SYNC_PAGE);
      return new SyncResult.Page(page, page.getLast().conversation());
    } catch (UnavailableException _) {
      return new SyncResult.Unavailable();
    }
  }
}
