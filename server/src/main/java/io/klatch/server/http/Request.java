package io.klatch.server.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request; its body is read whole, except on a route that takes a large one.
///
/// @param path decoded, without the query; begins with `/`
/// @param variables what the route's `{name}` parts matched
/// @param query the first value of each parameter
/// @param headers names in lower case; the first value of each
/// @param body at most what the transport lets through (1 MB); empty where there is a stream
/// @param stream a large body, as it comes; null where it is in `body`
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record Request(
    String method,
    String path,
    Map<String, String> variables,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    @Nullable InputStream stream) {
  public Request {
    variables = Map.copyOf(variables);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /// A request whose body is whole.
  public Request(
      String method,
      String path,
      Map<String, String> variables,
      Map<String, String> query,
      Map<String, String> headers,
      byte[] body) {
    this(method, path, variables, query, headers, body, null);
  }

  /// The body, whichever way it comes.
  public InputStream input() {
    return stream == null ? new ByteArrayInputStream(body) : stream;
  }

  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /// What the route's `{name}` part matched.
  public String variable(String name) {
    var value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + name);
    }
    return value;
  }

  /// The same request, asking for something else.
  public Request with(Map<String, String> otherQuery, byte[] otherBody) {
    return new Request(method, path, variables, otherQuery, headers, otherBody);
  }

  Request with(Map<String, String> matched) {
    return new Request(method, path, matched, query, headers, body, stream);
  }

  Request asGet() {
    return new Request("GET", path, variables, query, headers, body, stream);
  }
}
