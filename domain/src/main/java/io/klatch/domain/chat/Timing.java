package io.klatch.domain.chat;

import io.klatch.domain.kernel.ScheduledId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a message is sent, if not simply now, and when it ends.
///
/// @param due the scheduled message it is; null for one that is sent at once
/// @param expiresIn how long after it was sent it is deleted for all; null as its conversation has
///   it
public record Timing(@Nullable Due due, @Nullable Duration expiresIn) {
  public static final Timing NOW = new Timing(null, null);

  /// Sent at once, and deleted after a time.
  public static Timing expiring(@Nullable Duration expiresIn) {
    return expiresIn == null ? NOW : new Timing(null, expiresIn);
  }

  /// A scheduled message as it was read. It is sent only if it is still that one.
  public record Due(ScheduledId id, long revision) {}
}
