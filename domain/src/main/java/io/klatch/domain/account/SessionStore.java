package io.klatch.domain.account;

import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Port: what a session chose and keeps across reconnects and restarts. Both block; call on a
/// virtual thread.
public interface SessionStore {
  /// Remembers until `expiresAt` which profile (vocabulary) the session speaks; the last call wins.
  void remember(UserKey owner, SessionId session, String profile, Instant expiresAt);

  /// The profile the session chose; null when nothing is remembered for this owner's session.
  @Nullable String profileOf(UserKey owner, SessionId session);
}
