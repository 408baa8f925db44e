package io.klatch.domain.presence;

import io.klatch.domain.kernel.DeviceId;
import io.klatch.domain.kernel.UserKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One connection of a user's device, as long as it lasts. Made and changed by its [PresenceDesk].
public final class Lease {
  private final LeaseId id;
  private final UserKey user;
  private final DeviceId device;
  private final Instant since;

  /// Written by any thread.
  private volatile Instant activeAt;

  /// The device says itself that nobody is using it.
  private volatile boolean unused;

  /// Written under the desk's lock.
  private volatile boolean away;

  /// Guarded by the desk's lock.
  private @Nullable Instant endedAt;

  Lease(LeaseId id, UserKey user, DeviceId device, Instant since, Instant activeAt) {
    this.id = id;
    this.user = user;
    this.device = device;
    this.since = since;
    this.activeAt = activeAt;
  }

  public UserKey user() {
    return user;
  }

  LeaseId id() {
    return id;
  }

  DeviceId device() {
    return device;
  }

  Instant since() {
    return since;
  }

  Instant activeAt() {
    return activeAt;
  }

  /// Notes that somebody is using the device.
  ///
  /// @return whether the desk must look, because it was taken for away
  boolean used(Instant now) {
    activeAt = now;
    unused = false;
    return away;
  }

  void unused() {
    unused = true;
  }

  /// Whether it is away now. Who uses the device meanwhile is not missed: they write the time and
  /// then read what is written here, and here it is the other way round.
  boolean away(Instant now, Duration idleAfter) {
    away = isUnused(now, idleAfter);
    if (away) {
      away = isUnused(now, idleAfter);
    }
    return away;
  }

  private boolean isUnused(Instant now, Duration idleAfter) {
    return unused || !now.isBefore(activeAt.plus(idleAfter));
  }

  void end(Instant now) {
    if (endedAt == null) {
      endedAt = now;
    }
  }

  @Nullable Instant endedAt() {
    return endedAt;
  }

  /// When somebody was last seen at it.
  Instant seenAt() {
    return endedAt == null ? activeAt : endedAt;
  }
}
