package io.klatch.server.http;

import io.klatch.socketio.engine.Access;
import io.klatch.socketio.engine.Cors;
import java.util.Map;

/// Lets pages of other origins use the routes behind it, as configured for Socket.IO.
public final class CrossOrigin implements HttpHandler {
  private final Access access;
  private final HttpHandler inner;

  public CrossOrigin(Access access, HttpHandler inner) {
    this.access = access;
    this.inner = inner;
  }

  @Override
  public Response handle(Request request) {
    if (access.cors() == Cors.OFF) {
      return inner.handle(request);
    }
    var origin = request.header("Origin");
    if (request.method().equals("OPTIONS")
        && request.header("Access-Control-Request-Method") != null) {
      var asked = request.header("Access-Control-Request-Headers");
      var headers = access.cors().preflight(access.origins(), origin, asked);
      return with(headers, new Response(204, Map.of(), Response.NO_BODY));
    }
    return with(access.cors().headers(access.origins(), origin), inner.handle(request));
  }

  private static Response with(Map<String, String> headers, Response response) {
    var answer = response;
    for (var header : headers.entrySet()) {
      var before = answer.headers().get(header.getKey());
      var value = before == null ? header.getValue() : before + ", " + header.getValue();
      answer = answer.with(header.getKey(), value);
    }
    return answer;
  }
}
