package io.klatch.server.api;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  static Refused noSuchMessage() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such message");
  }

  /// Why somebody may not enter a room or speak in it.
  static Refused restrained(Restraint why) {
    return switch (why) {
      case Restraint.Banned(var until) ->
          Refused.of(why.code(), "you are banned from this room" + end(until));
      case Restraint.Muted(var until) ->
          Refused.of(why.code(), "you are muted in this room" + end(until));
      case Restraint.TooSoon(var retryAfter) ->
          new Refused(
              why.code(), "the room is in slow mode: wait before you speak again", retryAfter);
      case Restraint.Locked() ->
          Refused.of(
              why.code(), "the room is locked: nobody new comes in and only moderators speak");
    };
  }

  private static String end(@Nullable Instant until) {
    return until == null ? "" : " until " + Times.wire(until);
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
