package io.klatch.socketio.engine;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/// What a client says it can decompress.
final class AcceptEncoding {
  /// Codings that are looked at, however many a client lists.
  private static final int CODINGS_MAX = 20;

  private AcceptEncoding() {}

  /// The header as one line; empty if there is none.
  static String of(HttpHeaders headers) {
    return String.join(",", headers.getAll(HttpHeaderNames.ACCEPT_ENCODING));
  }

  /// Whether the line lists the coding and does not refuse it with `q=0`.
  static boolean takes(String line, String coding) {
    for (var item : line.split(",", CODINGS_MAX)) {
      var parts = item.split(";", 2); // No pattern: one with \s* takes seconds for 16 KB of blanks.
      boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
      if (parts[0].strip().equalsIgnoreCase(coding) && !refused) {
        return true;
      }
    }
    return false;
  }
}
