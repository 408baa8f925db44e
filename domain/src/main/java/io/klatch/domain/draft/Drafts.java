package io.klatch.domain.draft;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps what users have begun to write. The last one to write wins, by this server's time. Blocks;
/// call on a virtual thread.
public final class Drafts {
  /// Of a user.
  public static final int COUNT_MAX = 500;

  private final DraftStore store;
  private final Allowances allowances;
  private final InstantSource clock;

  public Drafts(DraftStore store, Allowances allowances, InstantSource clock) {
    this.store = store;
    this.allowances = allowances;
    this.clock = clock;
  }

  /// Keeps it in place of the one before; an empty one ends it.
  public DraftResult set(UserKey caller, ConversationId conversation, Writing writing) {
    if (!writing.isStorable()) {
      return new DraftResult.Malformed();
    }
    var bytes = writing.bytes();
    if (bytes > Writing.BYTES_MAX) {
      return new DraftResult.TooLong(bytes, Writing.BYTES_MAX);
    }
    var wait = allowances.take(LimitName.DRAFT, caller);
    if (wait.isPositive()) {
      return new DraftResult.RateLimited(wait);
    }
    try {
      var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      return store.set(caller, conversation, writing.isEmpty() ? null : writing, at);
    } catch (UnavailableException _) {
      return new DraftResult.Unavailable();
    }
  }

  /// By rising conversation, from the start when `after` is null.
  public DraftsResult list(UserKey caller, int limit, @Nullable ConversationId after) {
    try {
      var found = store.list(caller, limit + 1, after);
      return found.size() > limit
          ? new DraftsResult.Found(found.subList(0, limit), true)
          : new DraftsResult.Found(found, false);
    } catch (UnavailableException _) {
      return new DraftsResult.Unavailable();
    }
  }

  /// In those of these conversations that have one.
  ///
  /// @throws UnavailableException when the store cannot do it now
  public Map<ConversationId, Draft> of(UserKey caller, List<ConversationId> conversations) {
    return store.of(caller, conversations);
  }
}
