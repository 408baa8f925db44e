package io.klatch.domain.presence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is kept of a user.
///
/// @param lastSeen null for who has only ever been invisible
public record StoredPresence(StatusChoice choice, @Nullable Instant lastSeen) {
  static final StoredPresence NONE = new StoredPresence(StatusChoice.NONE, null);
}
