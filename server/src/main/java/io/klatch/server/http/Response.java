package io.klatch.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One answer; its body is whole, or a stream.
///
/// @param headers names in the form they are sent
/// @param stream what is sent in place of `body`; null for a whole one
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record Response(
    int status, Map<String, String> headers, byte[] body, @Nullable Stream stream) {
  /// A header for [Exchange] alone, which counts by it and does not send it: why it is a refusal.
  public static final String CODE = "X-Klatch-Code";

  static final byte[] NO_BODY = {};

  public Response {
    headers = Map.copyOf(headers);
  }

  /// An answer that is whole.
  public Response(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, null);
  }

  /// Bytes that are read while they are sent.
  ///
  /// @param first how many are left out at the beginning
  /// @param length how many are sent; [#UNKNOWN] to send as many as there are
  public record Stream(Source source, long first, long length) {
    static final long UNKNOWN = -1;

    public Stream(Source source, long length) {
      this(source, 0, length);
    }

    /// Bytes that are made while they are sent, so that nobody knows how many there will be.
    public static Stream toItsEnd(Source source) {
      return new Stream(source, 0, UNKNOWN);
    }

    boolean isOfKnownLength() {
      return length != UNKNOWN;
    }

    Stream part(long from, long size) {
      return new Stream(source, first + from, size);
    }

    InputStream open() throws IOException {
      return source.open(first, length);
    }
  }

  /// Where they are. Blocks.
  @FunctionalInterface
  public interface Source {
    InputStream open(long first, long length) throws IOException;
  }

  /// Parts of it can be asked for, if its length is known.
  public static Response stream(String type, Stream stream) {
    return new Response(200, Map.of("Content-Type", type), NO_BODY, stream);
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
    return new Response(status, more, body, stream);
  }

  long length() {
    return stream == null ? body.length : stream.length();
  }

  Response withBody(byte[] other) {
    return new Response(status, headers, other);
  }
}
