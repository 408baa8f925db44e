package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.safety.BlockResult;
import io.klatch.domain.safety.BlockedResult;
import io.klatch.domain.safety.Blocking;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.BlockJson;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whom users keep away, as JSON. Blocks; call on a virtual thread.
public final class BlockApi {
  private final Blocking blocking;
  private final MeterRegistry meters;

  public BlockApi(Blocking blocking, MeterRegistry meters) {
    this.blocking = blocking;
    this.meters = meters;
  }

  /// `user:block {user_id}`
  public Reply block(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var user = user(fields, "user_id");
          return replied(user, true, blocking.block(caller.key(), user));
        });
  }

  /// `user:unblock {user_id}`
  public Reply unblock(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var user = user(fields, "user_id");
          return replied(user, false, blocking.unblock(caller.key(), user));
        });
  }

  /// `user:blocked {limit?, cursor?}`
  public Reply list(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var after = fields.has("cursor") ? user(fields, "cursor") : null;
          return listed(blocking.list(caller.key(), after, ChatApi.limit(fields)));
        });
  }

  private Reply replied(UserId user, boolean blocked, BlockResult result) {
    return switch (result) {
      case BlockResult.Done(var changed) -> {
        if (changed) {
          var change = blocked ? "blocked" : "unblocked";
          meters.counter("klatch.blocks", "change", change).increment();
        }
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.put("user_id", user.value());
        yield new Ok(json.put("blocked", blocked), false);
      }
      case BlockResult.Oneself() ->
          Refusals.badRequest("user_id must name somebody else than the caller");
      case BlockResult.TooMany(var max) ->
          Refused.of(
              ErrorCode.LIMIT_REACHED,
              "a user blocks at most %,d others; unblock some".formatted(max));
      case BlockResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "too many changes", retryAfter);
      case BlockResult.Unavailable() -> Refusals.unavailable();
    };
  }

  private static Reply listed(BlockedResult result) {
    return switch (result) {
      case BlockedResult.Found(var page) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        var list = json.putArray("users");
        page.blocks().forEach(each -> list.add(BlockJson.of(each)));
        json.put("has_more", page.hasMore());
        json.put("cursor", page.hasMore() ? page.blocks().getLast().user().value() : null);
        yield new Ok(json, false);
      }
      case BlockedResult.Unavailable() -> Refusals.unavailable();
    };
  }

  static UserId user(Payload fields, String field) {
    try {
      return new UserId(fields.text(field));
    } catch (IllegalArgumentException e) {
      throw new Malformed(field + " is no user id: " + e.getMessage());
    }
  }
}
