package io.klatch.domain.search;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Query: messages that say something, newest first, in the conversations the reader is in.
///
/// @param conversation null for all of them
/// @param sender null for whoever it was
/// @param from sent then or later; null for any time, like `to`
/// @param to sent before
/// @param before what is older than that place in the log: where the page before ended
public record SearchMessages(
    UserKey reader,
    SearchTerms terms,
    @Nullable ConversationId conversation,
    @Nullable UserId sender,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable LogPosition before,
    int limit) {
  public static final int PAGE_MAX = 50;
  public static final int PAGE_DEFAULT = 20;

  public SearchMessages {
    if (limit < 1 || limit > PAGE_MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed is 1 to " + PAGE_MAX);
    }
  }
}
