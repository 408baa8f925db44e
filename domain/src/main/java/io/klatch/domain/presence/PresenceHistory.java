package io.klatch.domain.presence;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.presence.PresenceHours.Hour;
import io.klatch.domain.presence.PresenceTally.Here;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// Presence counted over time, for those who run a tenant. Days are those of UTC. Blocks; call on a
/// virtual thread; throws [io.klatch.domain.kernel.UnavailableException] when the store cannot do
/// it now.
public final class PresenceHistory {
  public static final int DAYS_MAX = 30;

  private final PresenceTally tally;
  private final PresenceStore store;
  private final PresenceHours hours;
  private final InstantSource clock;

  // Confined to whoever calls write: when counts were last written, and what was last forgotten.
  private Instant writtenAt;
  private Instant forgottenTo = Instant.MIN;

  public PresenceHistory(
      PresenceTally tally, PresenceStore store, PresenceHours hours, InstantSource clock) {
    this.tally = tally;
    this.store = store;
    this.hours = hours;
    this.clock = clock;
    this.writtenAt = clock.instant();
  }

  /// How it is now.
  ///
  /// @param totalUsers who were ever here
  /// @param peak most users at one time in the kept history
  /// @param all of the kept history
  public record Metrics(long totalUsers, Here here, int peak, Hour all) {
    /// Of all users, in percent with one decimal.
    public double onlinePercentage() {
      return totalUsers == 0 ? 0 : Math.round(here.users() * 1_000.0 / totalUsers) / 10.0;
    }
  }

  public Metrics metrics(TenantId tenant) {
    var here = tally.here(tenant);
    var kept = hours.since(tenant, firstDay(DAYS_MAX));
    var all = sum(firstDay(DAYS_MAX), kept);
    var total = Math.max(store.count(tenant), here.users());
    return new Metrics(total, here, Math.max(all.peak(), tally.peak(tenant)), all);
  }

  /// The hours of the last `days` days, today included, in which somebody was here.
  public List<Hour> byHour(TenantId tenant, int days) {
    return hours.since(tenant, firstDay(days));
  }

  public List<Hour> byDay(TenantId tenant, int days) {
    var found = new TreeMap<Instant, Hour>();
    for (var hour : byHour(tenant, days)) {
      var day = hour.start().truncatedTo(ChronoUnit.DAYS);
      found.merge(day, at(day, hour), Hour::with);
    }
    return List.copyOf(found.values());
  }

  /// Adds what happened since the last time to the hour it is, and forgets what is too old.
  public void write() {
    var now = clock.instant();
    var stretches = tally.take();
    if (!stretches.isEmpty()) {
      hours.add(now.truncatedTo(ChronoUnit.HOURS), Duration.between(writtenAt, now), stretches);
    }
    var oldest = firstDay(DAYS_MAX);
    if (!oldest.equals(forgottenTo)) {
      hours.forget(oldest);
      forgottenTo = oldest;
    }
    writtenAt = now;
  }

  private Instant firstDay(int days) {
    return clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(days - 1L));
  }

  private static Hour sum(Instant start, Collection<Hour> hours) {
    var none = new Hour(start, 0, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO);
    return hours.stream().reduce(none, Hour::with);
  }

  private static Hour at(Instant start, Hour hour) {
    return new Hour(
        start,
        hour.peak(),
        hour.onlineTime(),
        hour.sessions(),
        hour.sessionTime(),
        hour.longestSession());
  }
}
