package io.klatch.server.realtime;

import io.klatch.domain.account.TokenVerifier;
import io.klatch.domain.account.TokenVerifier.Verification;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.socketio.ConnectDecision;
import io.klatch.socketio.ConnectGuard;
import io.klatch.socketio.Socket;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lets in who brings a good token in `auth.token`, and attaches the identity it proves. Nothing
/// else a client says about who it is is looked at.
final class Authentication implements ConnectGuard {
  private final TokenVerifier verifier;

  Authentication(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public ConnectDecision check(Socket socket, ObjectNode auth) {
    var token = auth.get("token");
    return switch (verifier.verify(token != null && token.isString() ? token.stringValue() : "")) {
      case Verification.Verified(var identity) -> {
        socket.attach(identity);
        yield new ConnectDecision.Allow();
      }
      case Verification.Unauthorized(var reason) -> refuse(ErrorCode.UNAUTHORIZED, reason);
      case Verification.TokenExpired() -> refuse(ErrorCode.TOKEN_EXPIRED, "the token has expired");
      case Verification.Revoked() -> refuse(ErrorCode.REVOKED, "the token was revoked");
      case Verification.KeysUnavailable() ->
          refuse(ErrorCode.UNAVAILABLE, "the keys of the token's tenant cannot be fetched now");
    };
  }

  private static ConnectDecision refuse(ErrorCode code, String message) {
    var data = JsonNodeFactory.instance.objectNode().put("code", code.wire());
    return new ConnectDecision.Refuse(message, data);
  }
}
