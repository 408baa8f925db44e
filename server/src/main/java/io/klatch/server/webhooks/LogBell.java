package io.klatch.server.webhooks;

import io.klatch.domain.event.CommitListener;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.TenantId;
import java.util.List;
import java.util.Map;

/// Tells followers that there is something for their tenant. Hears commits on the writer's thread;
/// costs nothing where no tenant has a webhook.
public final class LogBell implements CommitListener {
  private volatile LogPosition rung = LogPosition.START;
  private volatile Map<TenantId, List<Follower>> followers = Map.of();

  @Override
  public void committed(List<LogEvent> events) {
    var those = followers;
    if (!those.isEmpty()) {
      for (var event : events) {
        for (var follower : those.getOrDefault(event.tenant(), List.of())) {
          follower.ring(event.position());
        }
      }
    }
    rung = events.getLast().position(); // after the bells: who sees it has heard them
  }

  /// The bell was rung for everything up to there, since the start.
  LogPosition rung() {
    return rung;
  }

  void set(Map<TenantId, List<Follower>> those) {
    followers = Map.copyOf(those);
  }
}
