package io.klatch.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.account.BackEnd;
import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Launch;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification.KeysUnavailable;
import io.klatch.domain.account.TokenVerifier.Verification.Revoked;
import io.klatch.domain.account.TokenVerifier.Verification.Suspended;
import io.klatch.domain.account.TokenVerifier.Verification.TokenExpired;
import io.klatch.domain.account.TokenVerifier.Verification.Unauthorized;
import io.klatch.domain.account.TokenVerifier.Verification.Verified;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.repeat.Repeats;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.tenant.PageRule;
import io.klatch.domain.tenant.ServerKeyring;
import io.klatch.server.api.Claims;
import io.klatch.server.api.Intake;
import io.klatch.server.api.Refusals;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.api.RequestIds;
import io.klatch.server.http.HttpHandler;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds out who is calling before a route is entered: `Authorization: Bearer <token>`, or a server
/// key in its place, or `Authorization: tma <initData>` of a Mini App of Telegram.
public final class Callers {
  private static final String SCHEME = "bearer ";
  private static final String TELEGRAM = "tma ";

  private static final String ADMIN = "admin";
  private static final String USER = "x-klatch-user";
  private static final String TENANT = "x-klatch-tenant";
  private static final String DEVICE = "x-klatch-device";

  private final TokenVerifier verifier;
  private final ServerKeyring keyring;
  private final PageRule pages;
  private final Intake intake;
  private final Consumer<UserKey> heard;
  private final Once once;

  /// @param heard is told of each user who asks for something; must not block
  public Callers(
      TokenVerifier verifier,
      ServerKeyring keyring,
      PageRule pages,
      Intake intake,
      Consumer<UserKey> heard,
      Repeats repeats,
      MeterRegistry meters) {
    this.verifier = verifier;
    this.keyring = keyring;
    this.pages = pages;
    this.intake = intake;
    this.heard = heard;
    this.once = new Once(repeats, meters);
  }

  /// `route` as a handler that only a verified user reaches, or a back end that acts as one.
  HttpHandler only(BiFunction<Identity, Request, Response> route) {
    return request ->
        switch (caller(request)) {
          case Caller.User(var identity, var backEnd) -> {
            heard.accept(identity.key());
            yield whileOpen(
                request,
                () ->
                    backEnd == null
                        ? route.apply(identity, request)
                        : once.answer(backEnd, request, it -> route.apply(identity, it)));
          }
          case Caller.Refused(var response) -> response;
        };
  }

  /// `route` as a handler that only a tenant's back end reaches, by a server key.
  HttpHandler backEnd(BiFunction<BackEnd, Request, Response> route) {
    return request -> {
      var key = token(request);
      var backEnd = key == null ? null : backEnd(key, request);
      return backEnd == null
          ? refused(ErrorCode.UNAUTHORIZED, "needs a server key of an active tenant")
          : whileOpen(request, () -> once.answer(backEnd, request, it -> route.apply(backEnd, it)));
    };
  }

  /// `route` as a handler for those who run a tenant: its back end, by a server key, and its users
  /// with the role `admin`.
  HttpHandler admin(BiFunction<TenantId, Request, Response> route) {
    var forBackEnd = backEnd((backEnd, request) -> route.apply(backEnd.tenant(), request));
    var forUser =
        only((caller, request) ->
            caller.roles().contains(ADMIN)
                ? route.apply(caller.tenant(), request)
                : Answers.of(
                    Refused.of(
                        ErrorCode.FORBIDDEN, "needs a server key or a token with the role admin")));
    return request -> (isServerKey(token(request)) ? forBackEnd : forUser).handle(request);
  }

  /// `route` as a handler that everybody reaches.
  HttpHandler anybody(Function<Request, Response> route) {
    return request -> whileOpen(request, () -> route.apply(request));
  }

  /// `route` as a handler for those who look after a tenant's rooms: its users, who may do what
  /// they may, and its back end, which is an admin, as the user it acts as or as nobody.
  HttpHandler staff(BiFunction<RoomActor, Request, Response> route) {
    var forBackEnd = backEnd((backEnd, request) -> route.apply(admin(backEnd), request));
    var forUser = only((caller, request) -> route.apply(RoomActor.of(caller), request));
    return request -> (isServerKey(token(request)) ? forBackEnd : forUser).handle(request);
  }

  /// `route` as a handler that only the holder of the server's own key reaches.
  HttpHandler operator(Function<Request, Response> route) {
    return request -> {
      var key = token(request);
      return key != null && keyring.isOwn(key)
          ? whileOpen(request, () -> route.apply(request))
          : refused(ErrorCode.UNAUTHORIZED, "needs the server key (auth.server-key)");
    };
  }

  private static RoomActor admin(BackEnd backEnd) {
    var actingAs = backEnd.actingAs();
    var user = actingAs == null ? UserId.SYSTEM : actingAs;
    return new RoomActor(new UserKey(backEnd.tenant(), user), user.value(), Role.ADMIN);
  }

  private sealed interface Caller {
    /// @param backEnd which acts as the user; null when it is the user itself
    record User(Identity identity, @Nullable BackEnd backEnd) implements Caller {}

    record Refused(Response response) implements Caller {}
  }

  private Caller caller(Request request) {
    var token = token(request);
    if (token != null && isServerKey(token)) {
      return actingAs(backEnd(token, request));
    }
    var launch = launch(request);
    return switch (launch == null ? verifier.verify(token) : verifier.verifyLaunch(launch)) {
      case Verified(var identity) -> checked(identity, request);
      case Unauthorized(var reason) -> turnedAway(ErrorCode.UNAUTHORIZED, reason);
      case TokenExpired() -> turnedAway(ErrorCode.TOKEN_EXPIRED, "the token has expired");
      case Revoked() -> turnedAway(ErrorCode.REVOKED, "the token was revoked");
      case Suspended() -> turnedAway(ErrorCode.SUSPENDED, "the user is suspended");
      case KeysUnavailable() -> new Caller.Refused(Answers.of(Refusals.unavailable()));
    };
  }

  private boolean isServerKey(@Nullable String token) {
    return token != null && (keyring.looksLikeOne(token) || keyring.isOwn(token));
  }

  private static Caller actingAs(@Nullable BackEnd backEnd) {
    if (backEnd == null) {
      return turnedAway(ErrorCode.UNAUTHORIZED, "no server key of an active tenant");
    }
    var user = backEnd.user();
    return user == null
        ? new Caller.Refused(
            Answers.of(Refusals.badRequest("X-Klatch-User must name the user to act as")))
        : new Caller.User(user, backEnd);
  }

  /// Who shows the key, if it is good and its tenant is served; the server's own key acts for the
  /// tenant that `X-Klatch-Tenant` names.
  private @Nullable BackEnd backEnd(String key, Request request) {
    try {
      var user = request.header(USER);
      var actingAs = user == null ? null : new UserId(user);
      if (UserId.SYSTEM.equals(actingAs)) {
        return null;
      }
      var holder = keyring.holder(key);
      if (holder != null) {
        return holder.tenant().active()
            ? new BackEnd(holder.tenant().id(), actingAs, holder.keyId())
            : null;
      }
      var named = request.header(TENANT);
      var tenant = pages.tenants().find(named == null ? TenantId.DEFAULT : new TenantId(named));
      return tenant != null && tenant.active() && keyring.isOwn(key)
          ? new BackEnd(tenant.id(), actingAs, null)
          : null;
    } catch (IllegalArgumentException _) {
      return null; // not of the form of an id
    }
  }

  private Caller checked(Identity identity, Request request) {
    if (pages.refuses(identity.tenant(), request.header("origin"))) {
      return turnedAway(ErrorCode.UNAUTHORIZED, "pages of this origin are not the tenant's");
    }
    var contradiction = Claims.contradiction(identity, request.query()::get);
    if (contradiction == null) {
      contradiction = Claims.contradiction(identity, payload(request));
    }
    return contradiction == null
        ? new Caller.User(identity, null)
        : new Caller.Refused(Answers.of(contradiction));
  }

  /// Read again by the route; so only where the field may be in it.
  private static @Nullable JsonNode payload(Request request) {
    var body = new String(request.body(), UTF_8);
    return body.contains("\"userId\"") ? Bodies.object(request) : null;
  }

  private static Caller turnedAway(ErrorCode code, String message) {
    return new Caller.Refused(refused(code, message));
  }

  /// While the server stops, a request is refused instead of begun.
  private Response whileOpen(Request request, Supplier<Response> route) {
    if (!intake.enter()) {
      return Answers.of(Refusals.unavailable());
    }
    try {
      return RequestIds.during(request.id(), route);
    } finally {
      intake.leave();
    }
  }

  private static Response refused(ErrorCode code, String message) {
    return Answers.of(Refused.of(code, message)).with("WWW-Authenticate", "Bearer");
  }

  private static @Nullable String token(Request request) {
    return authorization(SCHEME, request);
  }

  private static @Nullable Launch launch(Request request) {
    var initData = authorization(TELEGRAM, request);
    return initData == null
        ? null
        : new Launch(request.header(TENANT), initData, request.header(DEVICE));
  }

  private static @Nullable String authorization(String scheme, Request request) {
    var header = request.header("authorization");
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(scheme)
        ? header.substring(scheme.length()).strip()
        : null;
  }
}
