package io.klatch.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds who answers a path: an exact sequence of parts, in which `{name}` matches any one part.
///
/// Immutable. A route that another one would shadow is refused when the router is made.
public final class Router {
  private final List<Route> routes;

  private Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Each route as its method, a space and its pattern, in the order they were added.
  public List<String> routes() {
    return routes.stream().map(route -> route.method() + " " + route.pattern()).toList();
  }

  /// Who answers, or why nobody does.
  sealed interface Match {
    record Found(HttpHandler handler, String pattern, Map<String, String> variables)
        implements Match {}

    /// The path exists, with these methods.
    record WrongMethod(String allow) implements Match {}

    record NoSuchPath() implements Match {}
  }

  Match match(String method, String path) {
    var parts = parts(path);
    var allowed = new TreeSet<String>();
    for (var route : routes) {
      var variables = route.match(parts);
      if (variables == null) {
        continue;
      }
      if (route.method().equals(method)) {
        return new Match.Found(route.handler(), route.pattern(), variables);
      }
      allowed.add(route.method());
    }
    if (allowed.isEmpty()) {
      return new Match.NoSuchPath();
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return new Match.WrongMethod(String.join(", ", allowed));
  }

  /// Whether a request so begun may have a large body; the path as it was sent.
  public boolean takesLarge(String method, String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    for (var route : routes) {
      if (route.large() && route.method().equals(method) && route.match(parts(path)) != null) {
        return true;
      }
    }
    return false;
  }

  private static List<String> parts(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private record Route(
      String method, String pattern, List<String> parts, HttpHandler handler, boolean large) {
    @Nullable Map<String, String> match(List<String> actual) {
      if (actual.size() != parts.size()) {
        return null;
      }
      var variables = new LinkedHashMap<String, String>();
      for (int i = 0; i < parts.size(); i++) {
        var part = parts.get(i);
        if (part.startsWith("{")) {
          if (actual.get(i).isEmpty()) {
            return null;
          }
          variables.put(part.substring(1, part.length() - 1), actual.get(i));
        } else if (!part.equals(actual.get(i))) {
          return null;
        }
      }
      return variables;
    }
  }

  /// Collects routes; confined to the starting thread.
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();

    private Builder() {}

    public Builder get(String pattern, HttpHandler handler) {
      return add("GET", pattern, handler);
    }

    public Builder post(String pattern, HttpHandler handler) {
      return add("POST", pattern, handler);
    }

    public Builder put(String pattern, HttpHandler handler) {
      return add("PUT", pattern, handler);
    }

    public Builder patch(String pattern, HttpHandler handler) {
      return add("PATCH", pattern, handler);
    }

    public Builder delete(String pattern, HttpHandler handler) {
      return add("DELETE", pattern, handler);
    }

    /// A route whose body comes as a stream, of any length.
    public Builder large(String method, String pattern, HttpHandler handler) {
      return add(method, pattern, handler, true);
    }

    private Builder add(String method, String pattern, HttpHandler handler) {
      return add(method, pattern, handler, false);
    }

    private Builder add(String method, String pattern, HttpHandler handler, boolean large) {
      var parts = parts(pattern);
      for (var route : routes) {
        if (route.method().equals(method) && route.match(parts) != null) {
          throw new IllegalArgumentException(pattern + " is shadowed by " + route.pattern());
        }
      }
      routes.add(new Route(method, pattern, parts, handler, large));
      return this;
    }

    public Router build() {
      return new Router(routes);
    }
  }
}
