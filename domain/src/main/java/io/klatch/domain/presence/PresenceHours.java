package io.klatch.domain.presence;

import io.klatch.domain.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Port: counts of presence by hour, at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface PresenceHours {
  /// Adds to the hour's counts.
  ///
  /// @param passed since the stretches before these
  void add(Instant hour, Duration passed, List<PresenceTally.Stretch> stretches);

  /// The hours from `from` on in which somebody was here, in order.
  List<Hour> since(TenantId tenant, Instant from);

  /// Forgets the hours before.
  void forget(Instant before);

  /// One hour of a tenant, or what several are together.
  ///
  /// @param start of it
  /// @param peak most users at one time
  /// @param onlineTime of all users together
  /// @param sessions that ended in it
  record Hour(
      Instant start,
      int peak,
      Duration onlineTime,
      long sessions,
      Duration sessionTime,
      Duration longestSession) {
    Hour with(Hour other) {
      return new Hour(
          start,
          Math.max(peak, other.peak),
          onlineTime.plus(other.onlineTime),
          sessions + other.sessions,
          sessionTime.plus(other.sessionTime),
          longestSession.compareTo(other.longestSession) > 0
              ? longestSession
              : other.longestSession);
    }

    /// How long a session that ended in it was on average; zero when none did.
    public Duration averageSession() {
      return sessions == 0 ? Duration.ZERO : sessionTime.dividedBy(sessions);
    }
  }
}
