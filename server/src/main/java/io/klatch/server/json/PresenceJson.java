package io.klatch.server.json;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.presence.PresenceHistory.Metrics;
import io.klatch.domain.presence.PresenceHours.Hour;
import io.klatch.domain.presence.PresenceNews.Own;
import io.klatch.domain.presence.PresenceStatus;
import io.klatch.domain.presence.PresenceView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Presence as clients and those who run a tenant see it.
public final class PresenceJson {
  private PresenceJson() {}

  /// `{user_id, status, status_text, last_seen}`
  public static ObjectNode of(PresenceView view) {
    return presence(view.user(), view.status(), view.text(), view.lastSeen());
  }

  /// The same, of the user to themselves.
  public static ObjectNode of(Own own) {
    return presence(own.user().user(), own.status(), own.choice().text(), null);
  }

  /// `{status, status_text, chosen, expires_at}`
  public static ObjectNode choice(Own own) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("status", own.status().wire());
    json.put("status_text", own.choice().text());
    json.put("chosen", own.choice().status().wire());
    var until = own.choice().until();
    json.put("expires_at", until == null ? null : Times.wire(until));
    return json;
  }

  /// `{total_users, online_users, online_percentage, peak_online_count, by_status, sessions, …}`
  public static ObjectNode of(Metrics metrics) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("total_users", metrics.totalUsers());
    json.put("online_users", metrics.here().users());
    json.put("online_percentage", metrics.onlinePercentage());
    json.put("peak_online_count", metrics.peak());
    var byStatus = json.putObject("by_status");
    for (var status : PresenceStatus.values()) {
      if (status != PresenceStatus.OFFLINE) {
        byStatus.put(status.wire(), metrics.here().byStatus().getOrDefault(status, 0));
      }
    }
    sessions(json, metrics.all());
    return json;
  }

  /// `{start, peak_online_count, average_online_users, sessions, …}`
  ///
  /// @param passed of its time
  public static ObjectNode of(Hour hour, Duration passed) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("start", Times.wire(hour.start()));
    json.put("peak_online_count", hour.peak());
    var ms = Math.max(1, passed.toMillis());
    json.put("average_online_users", tenths(hour.onlineTime().toMillis() / (double) ms));
    sessions(json, hour);
    return json;
  }

  private static void sessions(ObjectNode json, Hour hour) {
    json.put("sessions", hour.sessions());
    json.put("average_session_seconds", tenths(hour.averageSession().toMillis() / 1_000.0));
    json.put("longest_session_seconds", tenths(hour.longestSession().toMillis() / 1_000.0));
  }

  private static double tenths(double number) {
    return Math.round(number * 10) / 10.0;
  }

  private static ObjectNode presence(
      UserId user, PresenceStatus status, @Nullable String text, @Nullable Instant lastSeen) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("user_id", user.value());
    json.put("status", status.wire());
    json.put("status_text", text);
    json.put("last_seen", lastSeen == null ? null : Times.wire(lastSeen));
    return json;
  }
}
