package io.klatch.server.api;

import io.klatch.domain.account.Revocation;
import io.klatch.domain.account.Revocations;
import io.klatch.domain.account.RevokeResult;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.api.Payload.Malformed;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.json.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Takes tokens back. Blocks; call on a virtual thread.
public final class RevocationApi {
  private final Revocations revocations;
  private final Duration tokenLifeMax;
  private final Clock clock;

  /// @param tokenLifeMax how far away a token's expiry may be
  public RevocationApi(Revocations revocations, Duration tokenLifeMax, Clock clock) {
    this.revocations = revocations;
    this.tokenLifeMax = tokenLifeMax;
    this.clock = clock;
  }

  /// `{jti, expires_at?}`, or `{user_id, issued_before?}`.
  public Reply revoke(TenantId tenant, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          try {
            return replied(revocations.revoke(revocation(tenant, fields)));
          } catch (DateTimeParseException _) {
            return Refusals.badRequest(
                "expires_at and issued_before must be such as 2026-11-21T12:00:00Z");
          } catch (IllegalArgumentException e) {
            return Refusals.badRequest(String.valueOf(e.getMessage()));
          }
        });
  }

  private Revocation revocation(TenantId tenant, Payload fields) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var tokenId = fields.textOrNull("jti");
    var user = fields.textOrNull("user_id");
    if ((tokenId == null) == (user == null)) {
      throw new Malformed("give jti or user_id, one of them");
    }
    if (user != null) {
      var before = time(fields, "issued_before", now);
      if (before.isAfter(now)) {
        throw new Malformed("issued_before must not be in the future");
      }
      return new Revocation.OfUser(tenant, new UserId(user), before, now.plus(tokenLifeMax));
    }
    var until = time(fields, "expires_at", now.plus(tokenLifeMax));
    // A little longer than the token lives, for clocks that differ.
    return new Revocation.OfToken(tenant, String.valueOf(tokenId), until.plusSeconds(60));
  }

  private static Instant time(Payload fields, String field, Instant byDefault) {
    var text = fields.textOrNull(field);
    return text == null ? byDefault : Instant.parse(text);
  }

  private static Reply replied(RevokeResult result) {
    return switch (result) {
      case RevokeResult.Revoked(var revocation) -> {
        var json = JsonNodeFactory.instance.objectNode().put("ok", true);
        switch (revocation) {
          case Revocation.OfToken token -> json.put("jti", token.tokenId());
          case Revocation.OfUser user -> {
            json.put("user_id", user.user().value());
            json.put("issued_before", Times.wire(user.issuedBefore()));
          }
        }
        yield new Ok(json.put("until", Times.wire(revocation.until())), false);
      }
      case RevokeResult.TooMany(var max) ->
          Refusals.badRequest(
              "the tenant has %d revocations; revoke users instead of single tokens"
                  .formatted(max));
      case RevokeResult.Unavailable() -> Refusals.unavailable();
    };
  }
}
