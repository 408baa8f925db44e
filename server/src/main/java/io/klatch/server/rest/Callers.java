package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification.KeysUnavailable;
import io.klatch.domain.account.TokenVerifier.Verification.Revoked;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Intake;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.http.HttpHandler;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds out who is calling before a route is entered: `Authorization: Bearer <token>`.
public final class Callers {
  private static final String SCHEME = "bearer ";

  private final TokenVerifier verifier;
  private final Intake intake;

  public Callers(TokenVerifier verifier, Intake intake) {
    this.verifier = verifier;
    this.intake = intake;
  }

  /// `route` as a handler that only a verified caller reaches.
  HttpHandler only(BiFunction<Identity, Request, Response> route) {
    return request ->
        switch (verifier.verify(token(request))) {
          case Verified(var identity) -> whileOpen(() -> route.apply(identity, request));
          case Unauthorized(var reason) -> refused(ErrorCode.UNAUTHORIZED, reason);
          case TokenExpired() -> refused(ErrorCode.TOKEN_EXPIRED, "the token has expired");
          case Revoked() -> refused(ErrorCode.REVOKED, "the token was revoked");
          case KeysUnavailable() -> Answers.of(Refusals.unavailable());
        };
  }

  /// While the server stops, a request is refused instead of begun.
  private Response whileOpen(Supplier<Response> route) {
    if (!intake.enter()) {
      return Answers.of(Refusals.unavailable());
    }
    try {
      return route.get();
    } finally {
      intake.leave();
    }
  }

  private static Response refused(ErrorCode code, String message) {
    return Answers.of(Refused.of(code, message)).with("WWW-Authenticate", "Bearer");
  }

  private static @Nullable String token(Request request) {
    var header = request.header("authorization");
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        ? header.substring(SCHEME.length()).strip()
        : null;
  }
}
