package io.klatch.socketio;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a client said when it came: the first request of its connection, and what it sent along to
/// connect to the namespace.
///
/// @param headers names in lower case; the first value of each
/// @param query the first value of each parameter
/// @param auth empty if the client sent nothing
/// @param address of the client, without the port
/// @param issued `time` in milliseconds since 1970
/// @param url path and query as sent
/// @param secure whether the client came over TLS, here or as a trusted proxy says
/// @param xdomain whether the request named an `Origin`
public record Handshake(
    Map<String, String> headers,
    Map<String, String> query,
    ObjectNode auth,
    String address,
    Instant time,
    long issued,
    String url,
    boolean secure,
    boolean xdomain) {
  public Handshake {
    headers = Map.copyOf(headers);
    query = Map.copyOf(query);
  }

  static Handshake of(io.klatch.socketio.engine.Handshake request, ObjectNode auth) {
    var query = new HashMap<String, String>();
    request.query().forEach((name, values) -> query.put(name, values.getFirst()));
    var headers = request.headers();
    return new Handshake(
        headers,
        query,
        auth,
        request.address().getAddress().getHostAddress(),
        request.time(),
        request.time().toEpochMilli(),
        request.uri(),
        request.secure(),
        headers.containsKey("origin"));
  }
}
