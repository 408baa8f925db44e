package io.klatch.domain.draft;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Port: drafts at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
///
/// The store ends a draft in the transaction in which its user's message gets its number, and when
/// the user leaves.
public interface DraftStore {
  /// Keeps the draft in place of the one before, or ends that one; returns when it is durable.
  ///
  /// @param writing null or empty to have none
  /// @param at becomes `updatedAt`, or one millisecond after that of the draft before
  DraftResult set(UserKey user, ConversationId conversation, @Nullable Writing writing, Instant at);

  /// By rising conversation, at most `limit` after `after`.
  List<Draft> list(UserKey user, int limit, @Nullable ConversationId after);

  /// In those of the conversations that have one.
  Map<ConversationId, Draft> of(UserKey user, List<ConversationId> conversations);
}
