package io.klatch.server.http;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request, read whole.
///
/// @param path decoded, without the query; begins with `/`
/// @param variables what the route's `{name}` parts matched
/// @param query the first value of each parameter
/// @param headers names in lower case; the first value of each
/// @param body at most what the transport lets through (1 MB)
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
public record Request(
    String method,
    String path,
    Map<String, String> variables,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {
  public Request {
    variables = Map.copyOf(variables);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
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

  Request with(Map<String, String> matched) {
    return new Request(method, path, matched, query, headers, body);
  }

  Request asGet() {
    return new Request("GET", path, variables, query, headers, body);
  }
}
