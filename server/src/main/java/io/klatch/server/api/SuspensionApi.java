package io.klatch.server.api;

import io.klatch.domain.account.SuspendResult;
import io.klatch.domain.account.Suspensions;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.Times;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whether a tenant's users are let in. Blocks; call on a virtual thread.
public final class SuspensionApi {
  private static final String ACTIVE = "active";
  private static final String SUSPENDED = "suspended";

  private final Suspensions suspensions;

  public SuspensionApi(Suspensions suspensions) {
    this.suspensions = suspensions;
  }

  /// `{status}`
  public Reply set(TenantId tenant, String id, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var user = new UserKey(tenant, user(id));
          return replied(
              user,
              switch (fields.text("status")) {
                case ACTIVE -> suspensions.lift(user);
                case SUSPENDED -> suspensions.suspend(user);
                default -> throw new Malformed("status must be active or suspended");
              });
        });
  }

  private static UserId user(String id) {
    try {
      return new UserId(id);
    } catch (IllegalArgumentException e) {
      throw new Malformed("the path names no user: " + e.getMessage());
    }
  }

  private static Reply replied(UserKey user, SuspendResult result) {
    return switch (result) {
      case SuspendResult.Done(var since) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        json.put("user_id", user.user().value());
        json.put("status", since == null ? ACTIVE : SUSPENDED);
        yield new Ok(json.put("suspended_at", since == null ? null : Times.wire(since)), false);
      }
      case SuspendResult.TooMany(var max) ->
          Refused.of(ErrorCode.LIMIT_REACHED, "the tenant has %,d suspended users".formatted(max));
      case SuspendResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
