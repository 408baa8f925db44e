package io.klatch.server.api;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.presence.PresenceHistory;
import io.klatch.domain.presence.PresenceHours.Hour;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.json.PresenceJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Presence counted, for those who run a tenant. Blocks; call on a virtual thread.
public final class PresenceAdminApi {
  private static final int DAYS_BY_DEFAULT = 7;

  private final PresenceHistory history;
  private final InstantSource clock;

  public PresenceAdminApi(PresenceHistory history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  public Reply metrics(TenantId tenant) {
    return answered(() -> {
      var json = ok();
      json.setAll(PresenceJson.of(history.metrics(tenant)));
      return json;
    });
  }

  /// `{by?: "hour"|"day", days?}`
  public Reply history(TenantId tenant, @Nullable JsonNode query) {
    return ChatApi.read(
        query,
        fields -> {
          var by = by(fields);
          var days = fields.wholeOrNull("days", 1, PresenceHistory.DAYS_MAX);
          var number = days == null ? DAYS_BY_DEFAULT : days.intValue();
          return answered(() ->
              by.equals("day")
                  ? list(by, Duration.ofDays(1), history.byDay(tenant, number))
                  : list(by, Duration.ofHours(1), history.byHour(tenant, number)));
        });
  }

  private static String by(Payload fields) {
    var by = fields.textOrNull("by");
    if (by != null && !by.equals("hour") && !by.equals("day")) {
      throw new Malformed("by must be hour or day");
    }
    return by == null ? "hour" : by;
  }

  private ObjectNode list(String by, Duration length, List<Hour> found) {
    var json = ok().put("by", by);
    var list = json.putArray("history");
    for (var each : found) {
      var passed = Duration.between(each.start(), clock.instant());
      list.add(PresenceJson.of(each, passed.compareTo(length) < 0 ? passed : length));
    }
    return json;
  }

  private static Reply answered(Supplier<ObjectNode> answer) {
    try {
      return new Reply.Ok(answer.get(), false);
    } catch (UnavailableException _) {
      return Refusals.unavailable();
    }
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
