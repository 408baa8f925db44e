package io.klatch.domain.presence;

import io.klatch.domain.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts of who is here, by tenant, and what has happened since they were last taken. Thread-safe.
public final class PresenceTally {
  private final SessionListener sessions;

  // Guarded by this.
  private final Map<TenantId, Counts> tenants = new HashMap<>();

  public PresenceTally(SessionListener sessions) {
    this.sessions = sessions;
  }

  /// Port: hears how long a device was here. Must not block.
  @FunctionalInterface
  public interface SessionListener {
    void ended(Duration here);
  }

  /// How many are here now.
  ///
  /// @param users of all of them
  /// @param byStatus without offline
  public record Here(int users, Map<PresenceStatus, Integer> byStatus) {
    public Here {
      byStatus = Map.copyOf(byStatus);
    }
  }

  /// What happened in a stretch of time.
  ///
  /// @param peak most users at one time
  /// @param online users at its end
  /// @param sessions that ended in it
  public record Stretch(
      TenantId tenant,
      int peak,
      int online,
      long sessions,
      Duration sessionTime,
      Duration longestSession) {}

  public synchronized Here here(TenantId tenant) {
    var counts = tenants.get(tenant);
    return counts == null ? new Here(0, Map.of()) : new Here(counts.online(), counts.users);
  }

  /// Most users at one time since the last [#take].
  public synchronized int peak(TenantId tenant) {
    var counts = tenants.get(tenant);
    return counts == null ? 0 : counts.peak;
  }

  /// Users here, of all tenants.
  public synchronized int users() {
    return tenants.values().stream().mapToInt(Counts::online).sum();
  }

  synchronized void moved(TenantId tenant, PresenceStatus from, PresenceStatus to) {
    if (from != to) {
      var counts = tenants.computeIfAbsent(tenant, _ -> new Counts());
      counts.add(from, -1);
      counts.add(to, 1);
      counts.peak = Math.max(counts.peak, counts.online());
    }
  }

  synchronized void ended(TenantId tenant, Instant since, Instant now) {
    var here = Duration.between(since, now);
    var counts = tenants.computeIfAbsent(tenant, _ -> new Counts());
    counts.sessions++;
    counts.sessionTime = counts.sessionTime.plus(here);
    counts.longest = here.compareTo(counts.longest) > 0 ? here : counts.longest;
    sessions.ended(here);
  }

  /// What happened since the last time, of the tenants where something did or somebody is; counting
  /// begins anew.
  public synchronized List<Stretch> take() {
    var stretches = new ArrayList<Stretch>();
    tenants.forEach((tenant, counts) -> stretches.add(counts.take(tenant)));
    tenants.values().removeIf(counts -> counts.online() == 0);
    return stretches;
  }

  private static final class Counts {
    final EnumMap<PresenceStatus, Integer> users = new EnumMap<>(PresenceStatus.class);
    int peak;
    long sessions;
    Duration sessionTime = Duration.ZERO;
    Duration longest = Duration.ZERO;

    void add(PresenceStatus status, int change) {
      if (status != PresenceStatus.OFFLINE) {
        users.merge(status, change, Integer::sum);
      }
    }

    int online() {
      return users.values().stream().mapToInt(Integer::intValue).sum();
    }

    Stretch take(TenantId tenant) {
      var stretch = new Stretch(tenant, peak, online(), sessions, sessionTime, longest);
      peak = online();
      sessions = 0;
      sessionTime = Duration.ZERO;
      longest = Duration.ZERO;
      return stretch;
    }
  }
}
