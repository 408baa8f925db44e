package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/// One answer, whole.
///
/// @param headers names in the form they are sent
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record Response(int status, Map<String, String> headers, byte[] body) {
  /// A header for [Exchange] alone, which counts by it and does not send it: why it is a refusal.
  public static final String CODE = "X-Klatch-Code";

  static final byte[] NO_BODY = {};

  public Response {
    headers = Map.copyOf(headers);
  }

  public static Response json(int status, byte[] body) {
    return of(status, "application/json; charset=utf-8", body).with("Cache-Control", "no-store");
  }

  public static Response text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body.getBytes(UTF_8))
        .with("Cache-Control", "no-store");
  }

  static Response of(int status, String type, byte[] body) {
    return new Response(status, Map.of("Content-Type", type), body);
  }

  /// A refusal in the form of docs/protocol.md. `code` and `message` are ours: plain text without
  /// quotes or backslashes.
  static Response refusal(int status, String code, String message) {
    return json(
        status,
        "{\"ok\":false,\"code\":\"%s\",\"message\":\"%s\"}"
            .formatted(code, message)
            .getBytes(UTF_8));
  }

  public Response with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  Response withBody(byte[] other) {
    return new Response(status, headers, other);
  }
}
