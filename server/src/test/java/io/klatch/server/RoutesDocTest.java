package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables of routes in docs/protocol.md, and of addresses in docs/operations.md, are what the
/// server answers.
class RoutesDocTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern METHOD = Pattern.compile("GET|POST|PUT|PATCH|DELETE");

  @TempDir private Path folder;

  @Test
  void every_route_is_in_the_pages_and_every_route_in_the_pages_is_there() throws Exception {
    var told = new TreeSet<String>();
    for (var cell : firstCells("protocol.md", "| route | body or query |")) {
      told.addAll(routes(cell));
    }
    for (var cell : firstCells("operations.md", "| address | answers |")) {
      told.addAll(routes(cell.replace("`/", "`GET /")));
    }
    var served = served();
    assertThat(told).filteredOn(it -> !served.contains(it)).as("nobody serves").isEmpty();
    assertThat(served).filteredOn(it -> !told.contains(it)).as("nobody tells of").isEmpty();
  }

  @Test
  void a_cell_of_the_table_is_read_as_people_read_it() {
    assertThat(routes("`PUT`, `DELETE /v1/a/{id}`"))
        .containsExactlyInAnyOrder("PUT /v1/a/{}", "DELETE /v1/a/{}");
    assertThat(routes("`POST /v1/a/read`, `POST /v1/a/delivered`"))
        .containsExactlyInAnyOrder("POST /v1/a/read", "POST /v1/a/delivered");
    assertThat(routes("`POST /v1/rooms/{id}/kick` (`mute`; and `/api/…`)"))
        .containsExactlyInAnyOrder(
            "POST /v1/rooms/{}/kick",
            "POST /v1/rooms/{}/mute",
            "POST /api/rooms/{}/kick",
            "POST /api/rooms/{}/mute");
    assertThat(routes("`GET /v1/rooms` (and `/api/rooms`)"))
        .containsExactlyInAnyOrder("GET /v1/rooms", "GET /api/rooms");
  }

  private Set<String> served() throws Exception {
    try (var lifetimes = new Lifetimes()) {
      var server = new Wiring(TestConfig.in(folder, Map.of()), lifetimes).start();
      var routes = new TreeSet<String>();
      server.routes().forEach(route -> routes.add(unnamed(route)));
      return routes;
    }
  }

  /// The first cells of every table whose header begins so.
  private static List<String> firstCells(String page, String header) throws IOException {
    var cells = new ArrayList<String>();
    var inside = false;
    for (var line : Files.readAllLines(DOCS.resolve(page))) {
      if (!line.startsWith("|")) {
        inside = false;
      } else if (line.startsWith(header)) {
        inside = true;
      } else if (inside && !line.startsWith("|---")) {
        cells.add(line.split("\\|", -1)[1]);
      }
    }
    assertThat(cells).as(header).isNotEmpty();
    return cells;
  }

  /// What a cell means: a method alone goes with the next path, a word stands for the last part of
  /// the path before it, `/api/…` for all of the row under `/api`.
  private static Set<String> routes(String cell) {
    var found = new TreeSet<String>();
    var methods = new ArrayList<String>();
    var path = "";
    for (var match : CODE.matcher(cell).results().toList()) {
      var code = match.group(1);
      var words = code.split(" ", -1);
      if (METHOD.matcher(words[0]).matches()) {
        if (!path.isEmpty()) {
          methods.clear();
          path = "";
        }
        methods.add(words[0]);
      }
      if (words.length == 2) {
        path = words[1];
      } else if (code.equals("/api/…")) {
        List.copyOf(found).forEach(it -> found.add(it.replaceFirst(" /v1/", " /api/")));
      } else if (code.startsWith("/")) {
        path = code;
      } else if (!path.isEmpty()) {
        path = path.substring(0, path.lastIndexOf('/') + 1) + code;
      }
      for (var method : path.isEmpty() ? List.<String>of() : methods) {
        found.add(unnamed(method + " " + path));
      }
    }
    return found;
  }

  /// What a part is called is nobody's business.
  private static String unnamed(String route) {
    return route.replaceAll("\\{[^}]*}", "{}");
  }
}
