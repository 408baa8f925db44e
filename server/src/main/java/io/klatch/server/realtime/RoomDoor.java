package io.klatch.server.realtime;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Launch;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.tenant.PageRule;
import io.klatch.server.api.Claims;
import io.klatch.server.api.Reply.Refused;
import io.klatch.socketio.engine.Handshake;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who comes in at `/ws/rooms`: a token in the query, in a sub-protocol, or in the first frame; or
/// a launch of a Mini App in the query or in that frame.
public final class RoomDoor {
  /// What a client offers besides the token, since a browser wants one of its sub-protocols agreed
  /// on and the token must not be sent back.
  public static final String PROTOCOL = "klatch.rooms";

  private static final String BEARER = "bearer.";

  private final TokenVerifier verifier;
  private final PageRule pages;
  private final Predicate<Identity> good;

  /// @param good whether a caller's token was not taken back and its tenant is served
  public RoomDoor(TokenVerifier verifier, PageRule pages, Predicate<Identity> good) {
    this.verifier = verifier;
    this.pages = pages;
    this.good = good;
  }

  /// Whether who was admitted still is: a token can be taken back while its client comes in, so it
  /// is asked again once others can find the socket.
  boolean isGood(Identity admitted) {
    return good.test(admitted);
  }

  sealed interface Entry {
    record Admitted(Identity identity) implements Entry {}

    record TurnedAway(Refused why) implements Entry {}
  }

  /// What a client shows: a token, or a launch.
  record Shown(@Nullable String token, @Nullable Launch launch) {
    static @Nullable Shown of(@Nullable String token, @Nullable Launch launch) {
      return token == null && launch == null ? null : new Shown(token, launch);
    }
  }

  /// What a client brings along; null when it brings nothing.
  static @Nullable Shown shown(Handshake handshake) {
    return Shown.of(token(handshake), Launch.said(handshake::queryValue));
  }

  private static @Nullable String token(Handshake handshake) {
    var asked = handshake.queryValue("token");
    if (asked != null) {
      return asked;
    }
    var offered = handshake.headers().getOrDefault("sec-websocket-protocol", "");
    for (var each : offered.split(",", -1)) {
      var protocol = each.strip();
      if (protocol.startsWith(BEARER)) {
        return protocol.substring(BEARER.length());
      }
    }
    return null;
  }

  Entry enter(Handshake handshake, Shown shown) {
    var launch = shown.launch();
    return switch (launch == null
        ? verifier.verify(shown.token())
        : verifier.verifyLaunch(launch)) {
      case Verification.Verified(var identity) -> checked(handshake, identity);
      case Verification.Unauthorized(var reason) -> turnedAway(ErrorCode.UNAUTHORIZED, reason);
      case Verification.TokenExpired() ->
          turnedAway(ErrorCode.TOKEN_EXPIRED, "the token has expired");
      case Verification.Revoked() -> turnedAway(ErrorCode.REVOKED, "the token was revoked");
      case Verification.Suspended() -> turnedAway(ErrorCode.SUSPENDED, "the user is suspended");
      case Verification.KeysUnavailable() ->
          turnedAway(ErrorCode.UNAVAILABLE, "the keys of the token's tenant cannot be fetched now");
    };
  }

  private Entry checked(Handshake handshake, Identity identity) {
    if (pages.refuses(identity.tenant(), handshake.headers().get("origin"))) {
      return turnedAway(ErrorCode.UNAUTHORIZED, "pages of this origin are not the tenant's");
    }
    var contradiction = Claims.contradiction(identity, handshake::queryValue);
    return contradiction == null
        ? new Entry.Admitted(identity)
        : new Entry.TurnedAway(contradiction);
  }

  private static Entry turnedAway(ErrorCode code, String message) {
    return new Entry.TurnedAway(Refused.of(code, message));
  }
}
