package io.klatch.socketio.engine;

import io.klatch.socketio.engine.Replies.Refusal;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the query of a request asks of an endpoint.
///
/// @param session the one named by `sid`, looked up once, or null if none is named or there is none
record EngineRequest(
    EngineServer server, Map<String, List<String>> query, @Nullable EngineSession session) {
  private static final String POLLING = "polling";
  private static final String WEBSOCKET = "websocket";
  private static final String VERSION = "4";

  static EngineRequest of(EngineServer server, Map<String, List<String>> query) {
    var id = first(query, "sid");
    return new EngineRequest(server, query, id == null ? null : server.find(id));
  }

  /// Why the request cannot be served, in the reference's order of checks, or null if it can.
  @Nullable Refusal refusal(HttpMethod method, boolean upgrade) {
    var transport = first(query, "transport");
    if (!POLLING.equals(transport) && !WEBSOCKET.equals(transport)) {
      return Refusal.TRANSPORT_UNKNOWN;
    }
    boolean get = method.equals(HttpMethod.GET);
    if (first(query, "sid") != null) {
      if (session == null) {
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
    return VERSION.equals(first(query, "EIO")) ? null : Refusal.UNSUPPORTED_VERSION;
  }

  private static @Nullable String first(Map<String, List<String>> query, String name) {
    var values = query.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }
}
