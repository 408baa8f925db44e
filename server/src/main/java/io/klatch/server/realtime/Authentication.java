package io.klatch.server.realtime;

import io.klatch.domain.account.Identity;
import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.tenant.PageRule;
import io.klatch.server.api.Claims;
import io.klatch.socketio.ConnectDecision;
import io.klatch.socketio.ConnectGuard;
import io.klatch.socketio.Socket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lets in who brings a good token in `auth.token`, and attaches the identity it proves. Nothing
/// else a client says about who it is is looked at.
public final class Authentication implements ConnectGuard {
  private final TokenVerifier verifier;
  private final PageRule pages;

  public Authentication(TokenVerifier verifier, PageRule pages) {
    this.verifier = verifier;
    this.pages = pages;
  }

  @Override
  public ConnectDecision check(Socket socket, ObjectNode auth) {
    var token = auth.get("token");
    return switch (verifier.verify(token != null && token.isString() ? token.stringValue() : "")) {
      case Verification.Verified(var identity) -> admit(socket, auth, identity);
      case Verification.Unauthorized(var reason) -> refuse(ErrorCode.UNAUTHORIZED, reason);
      case Verification.TokenExpired() -> refuse(ErrorCode.TOKEN_EXPIRED, "the token has expired");
      case Verification.Revoked() -> refuse(ErrorCode.REVOKED, "the token was revoked");
      case Verification.Suspended() -> refuse(ErrorCode.SUSPENDED, "the user is suspended");
      case Verification.KeysUnavailable() ->
          refuse(ErrorCode.UNAVAILABLE, "the keys of the token's tenant cannot be fetched now");
    };
  }

  private ConnectDecision admit(Socket socket, ObjectNode auth, Identity identity) {
    var handshake = socket.handshake();
    if (pages.refuses(identity.tenant(), handshake.headers().get("origin"))) {
      return refuse(ErrorCode.UNAUTHORIZED, "pages of this origin are not the tenant's");
    }
    var contradiction = Claims.contradiction(identity, handshake.query()::get);
    if (contradiction == null) {
      contradiction = Claims.contradiction(identity, name -> text(auth.get(name)));
    }
    if (contradiction == null) {
      contradiction = Claims.wrongDevice(identity, auth.get("device_id"));
    }
    if (contradiction != null) {
      return refuse(contradiction.code(), contradiction.message());
    }
    socket.attach(identity);
    return new ConnectDecision.Allow();
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.asString("");
  }

  private static ConnectDecision refuse(ErrorCode code, String message) {
    var data = JsonNodeFactory.instance.objectNode().put("code", code.wire());
    return new ConnectDecision.Refuse(message, data);
  }
}
