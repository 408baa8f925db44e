package io.klatch.server.json;

import io.klatch.domain.audit.AuditEntry;
import io.klatch.domain.kernel.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Entries of the audit trail, as objects and as lines of CSV.
public final class AuditJson {
  public static final String CSV_TYPE = "text/csv; charset=utf-8; header=present";

  /// The names of what [#cells] has.
  private static final List<@Nullable String> COLUMNS =
      List.of(
          "created_at",
          "room_id",
          "event_no",
          "event",
          "actor_id",
          "target_id",
          "name",
          "reason",
          "detail",
          "expires_at",
          "request_id");

  private AuditJson() {}

  /// `{room_id, event_no, event, actor_id, target_id, name, reason, detail, expires_at, request_id,
  /// created_at}`
  public static ObjectNode of(AuditEntry entry) {
    var event = entry.event();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("room_id", entry.room().value());
    json.put("event_no", event.number());
    json.put("event", event.kind().wire());
    json.put("actor_id", event.actor().value());
    json.put("target_id", id(event.target()));
    json.put("name", event.name());
    json.put("reason", event.reason());
    json.put("detail", event.detail());
    json.put("expires_at", time(event.expiresAt()));
    json.put("request_id", event.requestId());
    return json.put("created_at", Times.wire(event.at()));
  }

  public static String csvHead() {
    var out = new StringBuilder();
    Csv.add(out, COLUMNS);
    return out.toString();
  }

  public static String csv(List<AuditEntry> entries) {
    var out = new StringBuilder();
    entries.forEach(entry -> Csv.add(out, cells(entry)));
    return out.toString();
  }

  private static List<@Nullable String> cells(AuditEntry entry) {
    var event = entry.event();
    return Arrays.asList(
        Times.wire(event.at()),
        entry.room().toString(),
        Long.toString(event.number()),
        event.kind().wire(),
        event.actor().value(),
        id(event.target()),
        event.name(),
        event.reason(),
        event.detail(),
        time(event.expiresAt()),
        event.requestId());
  }

  private static @Nullable String id(@Nullable UserId user) {
    return user == null ? null : user.value();
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Times.wire(time);
  }
}
