package io.klatch.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.http.Response;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Replies as HTTP: the status of each code, and `Retry-After` in whole seconds, rounded up.
final class Answers {
  private Answers() {}

  static Response of(Reply reply) {
    return of(reply, reply.json());
  }

  /// @param json the reply as this client is to see it
  static Response of(Reply reply, JsonNode json) {
    return switch (reply) {
      case Ok(_, var made) -> json(made ? 201 : 200, json);
      case Refused refused -> refused(refused, json);
    };
  }

  static Response json(int status, JsonNode json) {
    return Response.json(status, json.toString().getBytes(UTF_8));
  }

  private static Response refused(Refused refused, JsonNode json) {
    var response = json(status(refused.code()), json).with(Response.CODE, refused.code().wire());
    var wait = refused.retryAfter();
    return wait == null ? response : response.with("Retry-After", seconds(wait));
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, (wait.toMillis() + 999) / 1_000));
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, UNKNOWN_EVENT, TEXT_EMPTY, TEXT_TOO_LONG, TOO_MANY_MEMBERS, LIMIT_REACHED ->
          400;
      case UNAUTHORIZED, TOKEN_EXPIRED, REVOKED -> 401;
      case USER_MISMATCH, FORBIDDEN, SUSPENDED, REJECTED_BY_HOOK, BANNED, MUTED, LOCKED -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT, ROOM_FULL, IN_PROGRESS -> 409;
      case TOO_LARGE -> 413;
      case IDEMPOTENCY_KEY_REUSED, FILTERED -> 422;
      case RATE_LIMITED, SLOW_MODE -> 429;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
    };
  }
}
