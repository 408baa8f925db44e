package io.klatch.server;

import io.klatch.server.config.ConfigException;
import io.klatch.server.config.ConfigFile;
import io.klatch.server.config.ConfigFile.Value;
import io.klatch.server.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command gets its configuration from; the options every command of a server has.
final class Flags {
  /// Names that the source systems and common platforms use for our keys.
  static final Map<String, String> ALIASES =
      Map.of(
          "PORT", "http.port",
          "KLATCH_PORT", "http.port",
          "KLATCH_HOST", "http.host",
          "JWT_SECRET", "auth.secret",
          "KLATCH_SECRET", "auth.secret",
          "LOG_LEVEL", "log.level");

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the server keeps its data and secret (default: ./data)")
  @Nullable String data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file: one `key = value` per line (docs/operations.md)")
  @Nullable Path config;

  /// Reads file, environment and `more`, the command's own flags (key → value and flag).
  ServerConfig read(Map<String, Value> more, Map<String, String> environment)
      throws ConfigException {
    var flags = new LinkedHashMap<>(more);
    if (data != null) {
      flags.put("data", new Value(data, "--data"));
    }
    var file = config == null ? ConfigFile.NONE : ConfigFile.read(config);
    var settings = new Settings(file, environment, ALIASES, flags);
    var read = ServerConfig.from(settings);
    settings.finish();
    return read;
  }

  /// The problems of a configuration as the one thing a person is told.
  static StartRefused refused(ConfigException e) {
    List<String> problems = e.problems();
    return new StartRefused(
        problems.size() == 1
            ? problems.getFirst()
            : "the configuration has problems:\n  " + String.join("\n  ", problems));
  }
}
