package io.klatch.domain.safety;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port: what has become old. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface RetentionStore {
  /// The tenant's conversations by rising id, at most `limit` after `after`.
  List<Aging> ofTenant(TenantId tenant, @Nullable ConversationId after, int limit);

  /// Conversations that say themselves how long they keep messages, of all tenants, in the order of
  /// their keys.
  List<Aging> withTheirOwn(@Nullable ConversationKey after, int limit);

  /// Removes the conversation's first messages that were sent before that moment, with everything
  /// of theirs. Their numbers are not given again.
  ///
  /// @param max no more than these
  Removed remove(ConversationKey conversation, Instant before, int max);

  /// A conversation that may have messages that are too old.
  ///
  /// @param days it keeps them; null for as long as its tenant does
  /// @param oldest when its first message was sent; null when it has none
  record Aging(ConversationKey conversation, @Nullable Integer days, @Nullable Instant oldest) {}

  /// What was removed.
  ///
  /// @param firstSeq no message below it is left
  record Removed(int messages, Seq firstSeq) {}
}
