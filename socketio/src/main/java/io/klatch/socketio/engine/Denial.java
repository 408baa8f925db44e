package io.klatch.socketio.engine;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;

/// The answer to somebody who is turned away.
///
/// @param retryAfterSeconds 0 if coming back is of no use
record Denial(Denied reason, HttpResponseStatus status, String json, int retryAfterSeconds) {
  private static final int TEXT_CHARS_MAX = 200;

  /// The reference's code for what its `allowRequest` refuses.
  static Denial forbidden(Denied reason, String message) {
    var json = "{\"code\":4,\"message\":\"" + escaped(message) + "\"}";
    return new Denial(reason, HttpResponseStatus.FORBIDDEN, json, 0);
  }

  static Denial crowded(Denied reason, String message) {
    return new Denial(
        reason,
        HttpResponseStatus.TOO_MANY_REQUESTS,
        "{\"message\":\"" + escaped(message) + "\"}",
        1);
  }

  /// The application's code failed, which is no permission.
  static Denial fault() {
    return new Denial(
        Denied.GUARD,
        HttpResponseStatus.INTERNAL_SERVER_ERROR,
        "{\"message\":\"a fault of the server, logged there\"}",
        0);
  }

  /// The application has not answered yet.
  static Denial late(Duration limit) {
    return new Denial(
        Denied.GUARD_TIMEOUT,
        HttpResponseStatus.SERVICE_UNAVAILABLE,
        "{\"message\":\"the application did not answer within %d ms: come back later\"}"
            .formatted(limit.toMillis()),
        1);
  }

  /// Clients back off and come again; after a refusal inside Socket.IO they would not.
  static Denial overloaded() {
    return new Denial(
        Denied.OVERLOADED,
        HttpResponseStatus.SERVICE_UNAVAILABLE,
        "{\"message\":\"Server not ready\"}",
        1);
  }

  /// The inside of a JSON string; a text that a client chose is cut.
  private static String escaped(String text) {
    var out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .limit(TEXT_CHARS_MAX)
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').appendCodePoint(c);
          } else if (c < ' ') {
            out.append("\\u%04x".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }
}
