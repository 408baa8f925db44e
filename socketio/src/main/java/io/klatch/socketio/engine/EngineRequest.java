package io.klatch.socketio.engine;

import io.klatch.socketio.engine.Replies.Refusal;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the query of a request asks of an endpoint.
record EngineRequest(EngineServer server, Map<String, List<String>> query) {
  private static final String POLLING = "polling";
  private static final String WEBSOCKET = "websocket";
  private static final String VERSION = "4";

  /// The session named by `sid`, or null if none is named or there is none.
  @Nullable EngineSession session() {
    var id = first("sid");
    return id == null ? null : server.find(id);
  }

  /// Why the request cannot be served, in the reference's order of checks, or null if it can.
  @Nullable Refusal refusal(HttpMethod method, boolean upgrade) {
    var transport = first("transport");
    if (!POLLING.equals(transport) && !WEBSOCKET.equals(transport)) {
      return Refusal.TRANSPORT_UNKNOWN;
    }
    boolean get = method.equals(HttpMethod.GET);
    if (first("sid") != null) {
      if (session() == null) {
        return Refusal.SESSION_UNKNOWN;
      }
      if (!get && !method.equals(HttpMethod.POST)) {
        return Refusal.BAD_METHOD;
      }
    } else if (!get) {
      return Refusal.BAD_METHOD;
    }
    if (upgrade != WEBSOCKET.equals(transport) || (upgrade && !get)) {
      return Refusal.BAD_REQUEST;
    }
    return VERSION.equals(first("EIO")) ? null : Refusal.UNSUPPORTED_VERSION;
  }

  private @Nullable String first(String name) {
    var values = query.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }
}
