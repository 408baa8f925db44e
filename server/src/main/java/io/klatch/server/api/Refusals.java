package io.klatch.server.api;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply.Refused;
import java.time.Duration;

/// The refusals more than one command gives, in one wording.
public final class Refusals {
  /// What a client waits before it asks a store again that could not write.
  static final Duration UNAVAILABLE_RETRY = Duration.ofSeconds(1);

  private Refusals() {}

  public static Refused badRequest(String message) {
    return Refused.of(ErrorCode.BAD_REQUEST, message);
  }

  public static Refused noSuchConversation() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such conversation");
  }

  /// The same for both, and no reason: who is blocked is not told so.
  static Refused cannotSend() {
    return Refused.of(ErrorCode.FORBIDDEN, "you cannot send in this conversation");
  }

  public static Refused tooManyConversations(Duration retryAfter) {
    return new Refused(
        ErrorCode.RATE_LIMITED, "opening too many conversations; find those there are", retryAfter);
  }

  static Refused noSuchMessage() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such message");
  }

  public static Refused unavailable() {
    return new Refused(
        ErrorCode.UNAVAILABLE,
        "the server cannot do it now; nothing was stored",
        UNAVAILABLE_RETRY);
  }

  public static Refused internal() {
    return Refused.of(ErrorCode.INTERNAL, "a fault of the server, logged there");
  }
}
