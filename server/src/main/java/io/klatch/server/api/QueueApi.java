package io.klatch.server.api;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.review.ReviewFilter;
import io.klatch.domain.review.ReviewItem;
import io.klatch.domain.review.ReviewPlace;
import io.klatch.domain.review.ReviewResult;
import io.klatch.domain.review.Reviewing;
import io.klatch.domain.review.Verdict;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.safety.Reporting;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.ReviewJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The queue of reports and appeals, as JSON. Blocks; call on a virtual thread.
public final class QueueApi {
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})_([0-9a-z]{1,64})");

  private final Reviewing reviewing;
  private final MeterRegistry meters;

  public QueueApi(Reviewing reviewing, MeterRegistry meters) {
    this.reviewing = reviewing;
    this.meters = meters;
  }

  /// `{state?, kind?, room_id?, limit?, cursor?}`: oldest first.
  public Reply list(RoomActor reviewer, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var filter =
              new ReviewFilter(
                  fields.has("state") ? ReviewApi.state(fields) : null,
                  kind(fields.textOrNull("kind")),
                  fields.has("room_id") ? RoomFields.room(fields) : null,
                  null);
          var limit = fields.wholeOrNull("limit", 1, Reviewing.PAGE_MAX);
          var size = limit == null ? Reviewing.PAGE_DEFAULT : limit.intValue();
          return replied(reviewing.list(reviewer, filter, size, cursor(fields)));
        });
  }

  public Reply get(RoomActor reviewer, String id) {
    return replied(reviewing.find(reviewer, id));
  }

  /// `{state, note?, lift?}`
  public Reply decide(RoomActor reviewer, String id, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var lift = fields.flagOrNull("lift");
          var state = ReviewApi.state(fields);
          var verdict = new Verdict(state, note(fields), lift != null && lift);
          var reply = replied(reviewing.decide(RequestIds.of(reviewer), id, verdict));
          var result = reply instanceof Refused refused ? refused.code().wire() : state.wire();
          meters.counter("klatch.reviews", "result", result).increment();
          return reply;
        });
  }

  private static @Nullable String note(Payload fields) {
    var note = fields.textOrNull("note");
    if (note != null
        && (!Text.isStorable(note) || Text.characters(note) > Reporting.NOTE_CHARACTERS_MAX)) {
      throw new Malformed(
          "note must have at most %,d characters".formatted(Reporting.NOTE_CHARACTERS_MAX));
    }
    return note;
  }

  private static ReviewItem.@Nullable Kind kind(@Nullable String text) {
    if (text == null) {
      return null;
    }
    for (var kind : ReviewItem.Kind.values()) {
      if (kind.wire().equals(text)) {
        return kind;
      }
    }
    throw new Malformed("kind must be report or appeal");
  }

  private static @Nullable ReviewPlace cursor(Payload fields) {
    var wire = fields.textOrNull("cursor");
    if (wire == null) {
      return null;
    }
    var match = CURSOR.matcher(wire);
    if (!match.matches()) {
      throw new Malformed("cursor must be one that this list gave");
    }
    return new ReviewPlace(Instant.ofEpochMilli(Long.parseLong(match.group(1))), match.group(2));
  }

  private static Reply replied(ReviewResult result) {
    return switch (result) {
      case ReviewResult.Page(var page) -> {
        var json = ok();
        var list = json.putArray("items");
        page.items().forEach(each -> list.add(ReviewJson.of(each)));
        json.put("has_more", page.hasMore());
        json.put("cursor", page.hasMore() ? cursor(page.items().getLast().place()) : null);
        yield new Ok(json, false);
      }
      case ReviewResult.Found(var item, var steps) -> {
        var json = ok();
        json.setAll(ReviewJson.of(item));
        var list = json.putArray("history");
        steps.forEach(each -> list.add(ReviewJson.of(each)));
        yield new Ok(json, false);
      }
      case ReviewResult.NotFound() ->
          Refused.of(ErrorCode.NOT_FOUND, "no such report or appeal, or not yours to decide");
      case ReviewResult.NotAllowed(var role) ->
          Refused.of(
              ErrorCode.FORBIDDEN,
              "your role, "
                  + role.wire()
                  + ", does not allow it: with room_id, who moderates that room sees what is about it");
      case ReviewResult.Oneself() ->
          Refused.of(ErrorCode.FORBIDDEN, "it is about yourself: somebody else decides it");
      case ReviewResult.Decided(var state, var by) ->
          Refused.of(
              ErrorCode.CONFLICT,
              "it is %s already%s: set it to open or in_review first"
                  .formatted(state.wire(), by == null ? "" : ", by " + by));
      case ReviewResult.AnotherWaits() ->
          Refused.of(ErrorCode.CONFLICT, "a newer appeal of the user waits: decide that");
      case ReviewResult.NothingToLift() ->
          Refusals.badRequest("lift goes with an appeal and the state resolved");
      case ReviewResult.NotLifted(var why) -> RoomReplies.done(why, false);
      case ReviewResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static String cursor(ReviewPlace last) {
    return last.createdAt().toEpochMilli() + "_" + last.id();
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
