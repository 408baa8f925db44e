package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.review.AppealResult;
import io.klatch.domain.review.Appealing;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Appeals of users, as JSON. Blocks; call on a virtual thread.
public final class AppealApi {
  private final Appealing appealing;
  private final MeterRegistry meters;

  public AppealApi(Appealing appealing, MeterRegistry meters) {
    this.appealing = appealing;
    this.meters = meters;
  }

  /// `room:appeal {room_id, text}`
  public Reply file(Identity caller, @Nullable JsonNode payload) {
    var reply =
        ChatApi.read(
            payload,
            fields ->
                replied(
                    appealing.file(caller.key(), RoomFields.room(fields), fields.text("text"))));
    var result =
        switch (reply) {
          case Ok(_, var made) -> made ? "filed" : "deduplicated";
          case Refused refused -> refused.code().wire();
        };
    meters.counter("klatch.appeals", "result", result).increment();
    return reply;
  }

  private static Reply replied(AppealResult result) {
    return switch (result) {
      case AppealResult.Filed(var id, var deduplicated) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.put("review_id", id);
        yield new Ok(json.put("deduplicated", deduplicated), !deduplicated);
      }
      case AppealResult.NoSuchRoom() -> Refused.of(ErrorCode.NOT_FOUND, "no such room");
      case AppealResult.NothingImposed() ->
          Refused.of(ErrorCode.FORBIDDEN, "you are neither banned nor muted in the room");
      case AppealResult.TextUnfit(var max) ->
          Refusals.badRequest(
              "text must have 1 to %,d characters, one of them visible".formatted(max));
      case AppealResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "too many appeals", retryAfter);
      case AppealResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
