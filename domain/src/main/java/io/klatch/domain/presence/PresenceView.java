package io.klatch.domain.presence;

import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user as one viewer sees them; whoever may not be seen looks like one who was never here.
///
/// @param status invisible only where users look at themselves
/// @param lastSeen null while the user is not offline, was never seen, or does not say
public record PresenceView(
    UserId user, PresenceStatus status, @Nullable String text, @Nullable Instant lastSeen) {
  public static PresenceView offline(UserId user) {
    return new PresenceView(user, PresenceStatus.OFFLINE, null, null);
  }

  public Shown shown() {
    return new Shown(status, text);
  }
}
