package io.klatch.server.storage;

import io.klatch.domain.chat.MemberStanding.Settings;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.chat.Role;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// The details of changes of members, profile and settings.
final class MembershipJson {
  private MembershipJson() {}

  static String of(Role role) {
    return JsonNodeFactory.instance.objectNode().put("role", role.wire()).toString();
  }

  static Role role(@Nullable String details) throws SQLException {
    return Rows.role(read(details).path("role").asString());
  }

  static String of(Profile profile) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("title", profile.title());
    json.put("picture", profile.picture());
    json.put("metadata", profile.metadata());
    var ttl = profile.messageTtl();
    if (ttl != null) {
      json.put("message_ttl_ms", ttl.toMillis());
    }
    json.put("retention_days", profile.retentionDays());
    return json.toString();
  }

  static Profile profile(@Nullable String details) {
    var json = read(details);
    var days = json.path("retention_days");
    return new Profile(
        text(json, "title"),
        text(json, "picture"),
        text(json, "metadata"),
        ConversationRows.ttl(json.path("message_ttl_ms").asLong()),
        days.isNumber() ? days.intValue() : null);
  }

  static String of(Settings settings) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("archived", settings.archived());
    json.put("pinned", settings.pinned());
    var until = settings.mutedUntil();
    json.put("muted_until", until == null ? null : until.toEpochMilli());
    return json.toString();
  }

  static Settings settings(@Nullable String details) {
    var json = read(details);
    var until = json.path("muted_until");
    return new Settings(
        json.path("archived").asBoolean(),
        json.path("pinned").asBoolean(),
        until.isNumber() ? Instant.ofEpochMilli(until.longValue()) : null);
  }

  private static JsonNode read(@Nullable String details) {
    return JsonMapper.shared().readTree(details == null ? "{}" : details);
  }

  private static @Nullable String text(JsonNode json, String field) {
    return json.path(field).isString() ? json.path(field).stringValue() : null;
  }
}
