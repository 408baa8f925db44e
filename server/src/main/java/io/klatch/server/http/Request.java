package io.klatch.server.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
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
  /// Of ids that callers give.
  public static final int ID_CHARACTERS_MAX = 64;

  private static final String ID = "x-request-id";
  private static final Pattern PROPER_ID =
      Pattern.compile("[A-Za-z0-9._:-]{1," + ID_CHARACTERS_MAX + "}");

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

  /// By which the request is known: the caller's where it has a proper one, else one of its own.
  public String id() {
    return headers.getOrDefault(ID, "");
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

  /// The same request with an id that may be told and stored.
  Request identified() {
    var given = headers.get(ID);
    if (given != null && PROPER_ID.matcher(given).matches()) {
      return this;
    }
    var all = new HashMap<>(headers);
    all.put(ID, HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    return new Request(method, path, variables, query, all, body, stream);
  }

  Request with(Map<String, String> matched) {
    return new Request(method, path, matched, query, headers, body, stream);
  }

  Request asGet() {
    return new Request("GET", path, variables, query, headers, body, stream);
  }
}
