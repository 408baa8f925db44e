package io.klatch.socketio.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether pages of other origins may read answers over HTTP; browsers ask for that with the
/// headers of CORS. It opens nothing by itself: which origins, `Origins` says.
public enum Cors {
  OFF,
  ON,

  /// Also for pages that send cookies along.
  WITH_CREDENTIALS;

  private static final String METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";

  /// What lets a page read the answer; empty if it may not.
  ///
  /// @param origin of the page, or null if none was stated
  public Map<String, String> headers(Origins origins, @Nullable String origin) {
    var headers = new LinkedHashMap<String, String>();
    if (this == OFF) {
      return headers;
    }
    if (!origins.any()) {
      headers.put("Vary", "Origin");
    }
    if (origin != null && origins.lists(origin)) {
      headers.put("Access-Control-Allow-Origin", origins.any() ? Origins.ANY : origin);
      if (this == WITH_CREDENTIALS) {
        headers.put("Access-Control-Allow-Credentials", "true");
      }
    }
    return headers;
  }

  /// What answers the question that browsers ask beforehand.
  ///
  /// @param asked names of headers the page wants to send, or null
  public Map<String, String> preflight(
      Origins origins, @Nullable String origin, @Nullable String asked) {
    var headers = headers(origins, origin);
    headers.merge("Vary", "Access-Control-Request-Headers", (a, b) -> a + ", " + b);
    if (headers.containsKey("Access-Control-Allow-Origin")) {
      headers.put("Access-Control-Allow-Methods", METHODS);
      if (asked != null) {
        headers.put("Access-Control-Allow-Headers", asked);
      }
    }
    return headers;
  }
}
