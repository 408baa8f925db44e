package io.klatch.domain.repeat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Port: answers at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface AnswerStore {
  /// What was answered after `since`; null when nothing was.
  @Nullable KeptAnswer find(RepeatKey key, Instant since);

  /// Stores it in place of an older one, and returns when that is durable.
  void keep(RepeatKey key, KeptAnswer answer, Instant at);

  /// Removes what was answered before.
  void forget(Instant before);
}
