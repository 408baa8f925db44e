package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.schedule.ScheduleChange;
import io.klatch.domain.schedule.ScheduleMessage;
import io.klatch.domain.schedule.ScheduleResult;
import io.klatch.domain.schedule.ScheduleResult.Waits;
import io.klatch.domain.schedule.Scheduled.Place;
import io.klatch.domain.schedule.ScheduledResult;
import io.klatch.domain.schedule.Scheduling;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.ScheduledJson;
import io.klatch.server.json.Times;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Messages that are to be sent later, as JSON. All block; call on a virtual thread.
public final class ScheduleApi implements Later {
  /// Milliseconds, then the id.
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})\\.(.+)");

  private final Scheduling scheduling;
  private final MeterRegistry meters;

  public ScheduleApi(Scheduling scheduling, MeterRegistry meters) {
    this.scheduling = scheduling;
    this.meters = meters;
  }

  /// `message:send {…, send_at}`
  @Override
  public @Nullable Reply send(Identity caller, @Nullable JsonNode payload) {
    if (payload == null || !payload.hasNonNull("send_at")) {
      return null;
    }
    var reply =
        ChatApi.read(
            payload,
            fields -> {
              var id = fields.conversation("conversation_id");
              var content = ContentFields.read(fields);
              var text = content.body() == null || fields.has("text") ? fields.text("text") : "";
              var clientId = ChatApi.clientMessageId(fields, "client_msg_id");
              var expiresIn = ContentFields.expiresIn(fields, "expires_in_s");
              var sendAt = time(fields.text("send_at"));
              if (fields.has("attachments")) {
                throw new Malformed("attachments must be absent from a message with send_at");
              }
              return id == null
                  ? Refusals.noSuchConversation()
                  : reply(
                      scheduling.schedule(
                          new ScheduleMessage(
                              caller.key(), id, text, clientId, content, expiresIn, sendAt)),
                      ScheduleApi::begun);
            });
    meters.counter("klatch.schedules", "result", label(reply)).increment();
    return reply;
  }

  /// `message:scheduled-list {limit?, cursor?}`
  public Reply list(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> listed(scheduling.list(caller.key(), ChatApi.limit(fields), place(fields))));
  }

  /// `message:scheduled-cancel {scheduled_id}`
  public Reply cancel(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = id(fields);
          return id == null
              ? Replies.noSuchScheduled()
              : reply(scheduling.cancel(caller.key(), id), _ -> new Ok(ok(), false));
        });
  }

  /// `message:scheduled-update {scheduled_id, text?, send_at?}`
  public Reply update(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var id = id(fields);
          var sendAt = fields.textOrNull("send_at");
          var change =
              new ScheduleChange(fields.textOrNull("text"), sendAt == null ? null : time(sendAt));
          return id == null
              ? Replies.noSuchScheduled()
              : reply(scheduling.change(caller.key(), id, change), ScheduleApi::shown);
        });
  }

  private static Ok begun(Waits waits) {
    var json = ok();
    json.put("scheduled_id", waits.scheduled().id().value());
    json.put("conversation_id", waits.scheduled().conversation().value());
    json.put("send_at", Times.wire(waits.scheduled().sendAt()));
    json.put("deduplicated", waits.deduplicated());
    return new Ok(json, !waits.deduplicated());
  }

  private static Ok shown(Waits waits) {
    var json = ok();
    json.setAll(ScheduledJson.of(waits.scheduled()));
    return new Ok(json, false);
  }

  private static Reply reply(ScheduleResult result, Function<Waits, Ok> answer) {
    return switch (result) {
      case Waits waits -> answer.apply(waits);
      case ScheduleResult.Sent(var message, var persistedAt) ->
          Replies.stored(message, persistedAt, true);
      case ScheduleResult.NotFound() -> Refusals.noSuchConversation();
      case ScheduleResult.NoSuchScheduled() -> Replies.noSuchScheduled();
      case ScheduleResult.TimeUnfit(var min, var max) ->
          Refusals.badRequest(
              "send_at must be %d s to %d days ahead".formatted(min.toSeconds(), max.toDays()));
      case ScheduleResult.TextUnfit(var why) -> ChangeReplies.unfit(why);
      case ScheduleResult.TooMany(var max) ->
          Refused.of(
              ErrorCode.LIMIT_REACHED,
              "you have " + max + " scheduled messages, at most " + max + ": cancel one");
      case ScheduleResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "sending too fast", retryAfter);
      case ScheduleResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply listed(ScheduledResult result) {
    return switch (result) {
      case ScheduledResult.Found(var found, var next) -> {
        var json = ok();
        var list = json.putArray("scheduled");
        found.forEach(each -> list.add(ScheduledJson.of(each)));
        json.put("has_more", next != null);
        json.put("cursor", next == null ? null : next.sendAt().toEpochMilli() + "." + next.id());
        yield new Ok(json, false);
      }
      case ScheduledResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static String label(Reply reply) {
    return switch (reply) {
      case Ok(_, var made) -> made ? "stored" : "deduplicated";
      case Refused refused -> refused.code().wire();
    };
  }

  private static @Nullable Place place(Payload fields) {
    var cursor = fields.textOrNull("cursor");
    if (cursor == null) {
      return null;
    }
    var matcher = CURSOR.matcher(cursor);
    if (!matcher.matches() || !ScheduledId.isValid(matcher.group(2))) {
      throw new Malformed("cursor must be one that message:scheduled-list gave");
    }
    return new Place(
        Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), new ScheduledId(matcher.group(2)));
  }

  /// Null when it can be nobody's.
  private static @Nullable ScheduledId id(Payload fields) {
    var id = fields.text("scheduled_id");
    return ScheduledId.isValid(id) ? new ScheduledId(id) : null;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      throw new Malformed("send_at must be a time such as 2026-11-21T09:00:00Z");
    }
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
