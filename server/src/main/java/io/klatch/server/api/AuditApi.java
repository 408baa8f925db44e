package io.klatch.server.api;

import io.klatch.domain.audit.AuditEntry;
import io.klatch.domain.audit.AuditFilter;
import io.klatch.domain.audit.AuditPlace;
import io.klatch.domain.audit.AuditWalk;
import io.klatch.domain.audit.Auditing;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRead;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.json.AuditJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The audit trail, as JSON and to be exported. Blocks; call on a virtual thread.
public final class AuditApi {
  /// When, in which room, and the number there.
  private static final Pattern PLACE =
      Pattern.compile("(-?[0-9]{1,15})\\.([1-9][0-9]{0,14})\\.([1-9][0-9]{0,17})");

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final Auditing auditing;

  public AuditApi(Auditing auditing) {
    this.auditing = auditing;
  }

  /// What is to be exported, or why not.
  public sealed interface Export {
    /// @param pages throw [io.klatch.domain.kernel.UnavailableException] when they cannot be read
    ///   on
    record Found(AuditWalk pages) implements Export {}

    record Refused(Reply refusal) implements Export {}
  }

  /// `{actor?, target?, event?, from?, to?, limit?, before?}`, of one room with `room_id`.
  public Reply page(RoomActor reader, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var filter = filter(fields);
          var limit = fields.wholeOrNull("limit", 1, Auditing.PAGE_MAX);
          var before = before(reader, filter.room(), fields.textOrNull("before"));
          var size = limit == null ? Auditing.PAGE_DEFAULT : limit.intValue();
          return RoomReplies.read(auditing.page(reader, filter, size, before), AuditApi::json);
        });
  }

  /// The same fields but for `limit` and `before`: all there is.
  public Export export(RoomActor reader, @Nullable JsonNode payload) {
    AuditFilter filter;
    try {
      filter = filter(Payload.of(payload));
    } catch (Malformed e) {
      return new Export.Refused(Refusals.badRequest(e.getMessage()));
    }
    return switch (auditing.all(reader, filter)) {
      case RoomRead.Found<AuditWalk>(var pages) -> new Export.Found(pages);
      case RoomRead<AuditWalk> refused ->
          new Export.Refused(RoomReplies.read(refused, _ -> JsonNodeFactory.instance.objectNode()));
    };
  }

  private static AuditFilter filter(Payload fields) {
    return new AuditFilter(
        fields.has("room_id") ? RoomFields.room(fields) : null,
        RoomFields.userOrNull(fields, "actor"),
        RoomFields.userOrNull(fields, "target"),
        event(fields.textOrNull("event")),
        time(fields, "from"),
        time(fields, "to"));
  }

  private static RoomEvent.@Nullable Kind event(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (var kind : RoomEvent.Kind.values()) {
      if (kind.wire().equals(text)) {
        return kind;
      }
    }
    throw new Malformed(
        "event must be one of "
            + Arrays.stream(RoomEvent.Kind.values())
                .map(RoomEvent.Kind::wire)
                .collect(Collectors.joining(", ")));
  }

  private static @Nullable Instant time(Payload fields, String name) {
    var time = fields.textOrNull(name);
    try {
      var instant = time == null ? null : Instant.parse(time);
      return instant == null ? null : Instant.ofEpochMilli(instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException _) {
      throw new Malformed(name + " must be a time such as 2026-11-21T10:00:00.000Z");
    }
  }

  /// A cursor, or of a room the number of one of its events.
  private @Nullable AuditPlace before(
      RoomActor reader, @Nullable RoomId room, @Nullable String wire) {
    if (wire == null) {
      return null;
    }
    var match = PLACE.matcher(wire);
    if (match.matches()) {
      return new AuditPlace(
          Instant.ofEpochMilli(Long.parseLong(match.group(1))),
          new RoomId(Long.parseLong(match.group(2))),
          Long.parseLong(match.group(3)));
    }
    if (room == null || !NUMBER.matcher(wire).matches()) {
      throw new Malformed(
          room == null
              ? "before must be a cursor of this list"
              : "before must be a cursor of this list or an event_no");
    }
    return auditing.place(reader.tenant(), room, Long.parseLong(wire));
  }

  private static ObjectNode json(RoomPage<AuditEntry> page) {
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("events");
    page.items().forEach(entry -> list.add(AuditJson.of(entry)));
    json.put("has_more", page.hasMore());
    return json.put("cursor", page.hasMore() ? cursor(page.items().getLast().place()) : null);
  }

  private static String cursor(AuditPlace last) {
    return last.at().toEpochMilli() + "." + last.room() + "." + last.number();
  }
}
