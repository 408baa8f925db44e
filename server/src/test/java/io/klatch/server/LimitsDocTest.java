package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.config.Settings;
import io.klatch.socketio.engine.Limit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of limits in docs/operations.md: each has a key and a metric that are there.
class LimitsDocTest {
  private static final Path PAGE = Path.of("../docs/operations.md");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (.+) \\| (fixed|`[a-z.-]+`) \\| `(klatch_\\w+\\{.+})` \\|$", Pattern.MULTILINE);

  /// Settings that bound nothing a client may ask of a connection, or end nothing when reached.
  private static final Pattern NO_LIMITS =
      Pattern.compile(
          "socketio\\.(client-files|parser|ping-interval|ping-timeout|upgrade-timeout)"
              + "|socketio\\.request\\.keep-alive-timeout|socketio\\.(admin-ui|compression|recovery)\\..*"
              + "|socketio\\.children-max");

  private record Row(String limit, String key, String metric) {}

  private static List<Row> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .map(row -> new Row(row.group(1), row.group(2).replace("`", ""), row.group(3)))
        .toList();
  }

  @Test
  void every_limit_of_a_connection_is_in_it_by_its_key() throws IOException {
    var settings = Settings.none();
    var _ = ServerConfig.from(settings);
    var keys =
        settings.asked().stream()
            .map(each -> each.key())
            .filter(key -> key.startsWith("socketio.") || key.contains("-per-address"))
            .filter(key -> !NO_LIMITS.matcher(key).matches());
    assertThat(rows())
        .extracting(Row::key)
        .filteredOn(key -> !key.equals("fixed"))
        .containsOnlyOnceElementsOf(List.of("socketio.connect-timeout", "socketio.sessions-max"))
        .hasSameElementsAs(keys.toList());
  }

  @Test
  void everything_that_is_counted_as_a_limit_is_in_it() throws IOException {
    assertThat(rows())
        .extracting(Row::metric)
        .containsAll(
            Arrays.stream(Limit.values())
                .map(limit -> "klatch_limits_reached_total{limit=\"" + limit.label() + "\"}")
                .toList());
  }

  @Test
  void each_of_its_metrics_is_served(@TempDir Path folder) throws Exception {
    try (var lifetimes = new Lifetimes();
        var client = HttpClient.newHttpClient()) {
      var server = new Wiring(TestConfig.in(folder, Map.of()), lifetimes).start();
      var request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics")).build();
      var served = client.send(request, BodyHandlers.ofString()).body().lines().toList();
      assertThat(rows())
          .isNotEmpty()
          .allSatisfy(
              row -> assertThat(served).anyMatch(line -> line.startsWith(row.metric() + " ")));
    }
  }
}
