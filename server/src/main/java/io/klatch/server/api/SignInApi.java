package io.klatch.server.api;

import io.klatch.domain.account.Entitlements;
import io.klatch.domain.account.Identity;
import io.klatch.domain.account.Launch;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.telegram.SignInResult;
import io.klatch.domain.telegram.TelegramSignIn;
import io.klatch.domain.tenant.PageRule;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.Times;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Who signs in here, and what callers are. Blocks; call on a virtual thread.
public final class SignInApi {
  private final TelegramSignIn telegram;
  private final Entitlements entitlements;
  private final PageRule pages;

  public SignInApi(TelegramSignIn telegram, Entitlements entitlements, PageRule pages) {
    this.telegram = telegram;
    this.entitlements = entitlements;
    this.pages = pages;
  }

  /// `{init_data, tenant_id?, device?}`
  ///
  /// @param origin of the page that asks; null when it is none
  public Reply telegram(@Nullable JsonNode payload, @Nullable String origin) {
    return ChatApi.read(
        payload,
        fields -> {
          var launch =
              new Launch(
                  fields.textOrNull(Launch.TENANT),
                  fields.text("init_data"),
                  fields.textOrNull(Launch.DEVICE));
          var tenant = launch.tenantId();
          if (tenant != null && pages.refuses(tenant, origin)) {
            return Refused.of(ErrorCode.UNAUTHORIZED, "pages of this origin are not the tenant's");
          }
          return replied(telegram.exchange(launch));
        });
  }

  /// `GET /v1/me`
  public Reply me(Identity caller) {
    var json = JsonNodeFactory.instance.objectNode().put("ok", true);
    json.setAll(user(caller));
    return new Ok(json, false);
  }

  private Reply replied(SignInResult result) {
    return switch (result) {
      case SignInResult.SignedIn(var token, var identity, var picture) ->
          signedIn(token, identity, picture);
      case SignInResult.TurnedAway(var why) -> turnedAway(why);
      case SignInResult.TooOften(var wait) ->
          new Refused(ErrorCode.RATE_LIMITED, "signed in too often", wait);
    };
  }

  private static Reply turnedAway(Verification why) {
    return switch (why) {
      case Verification.Verified _ -> Refusals.internal(); // Is no reason.
      case Verification.Unauthorized(var reason) -> Refused.of(ErrorCode.UNAUTHORIZED, reason);
      case Verification.TokenExpired() ->
          Refused.of(ErrorCode.TOKEN_EXPIRED, "initData is too old; open the Mini App again");
      case Verification.Revoked() -> Refused.of(ErrorCode.REVOKED, "initData was taken back");
      case Verification.Suspended() -> Refused.of(ErrorCode.SUSPENDED, "the user is suspended");
      case Verification.KeysUnavailable() -> Refusals.unavailable();
    };
  }

  private Reply signedIn(String token, Identity identity, @Nullable URI picture) {
    var json = JsonNodeFactory.instance.objectNode().put("ok", true);
    json.put("token", token);
    json.put("expires_at", Times.wire(identity.expiresAt()));
    json.set("user", user(identity).put("picture", picture == null ? null : picture.toString()));
    return new Ok(json, false);
  }

  private ObjectNode user(Identity identity) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("tenant_id", identity.tenant().value());
    json.put("user_id", identity.user().value());
    json.put("name", identity.name());
    var roles = json.putArray("roles");
    identity.roles().stream().sorted().forEach(roles::add);
    var features = json.putArray("features");
    entitlements.of(identity).stream().sorted().forEach(features::add);
    return json;
  }
}
