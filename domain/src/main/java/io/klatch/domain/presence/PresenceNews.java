package io.klatch.domain.presence;

import io.klatch.domain.kernel.UserKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one step of the desk found.
///
/// @param changes what others are to be told
/// @param chosen what the user's own devices are to be told, after a choice
/// @param seen when users were last here, to be kept
public record PresenceNews(List<Change> changes, List<Own> chosen, Map<UserKey, Instant> seen) {
  /// @param lastSeen null while the user is not offline, or has never been seen
  public record Change(UserKey user, Shown shown, @Nullable Instant lastSeen) {}

  /// @param status invisible too
  public record Own(UserKey user, PresenceStatus status, StatusChoice choice) {}
}
