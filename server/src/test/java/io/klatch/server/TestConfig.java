package io.klatch.server;

import io.klatch.server.config.ConfigException;
import io.klatch.server.config.ConfigFile;
import io.klatch.server.config.ConfigFile.Value;
import io.klatch.server.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The configuration of a server in a test: any free port, and nobody waits at its stop.
final class TestConfig {
  private TestConfig() {}

  /// @param folder gets a data folder
  /// @param more settings by their keys, also in place of the usual ones
  static ServerConfig in(Path folder, Map<String, String> more) throws ConfigException {
    var values = new HashMap<String, Value>();
    values.put("data", new Value(folder.resolve("data").toString(), "test"));
    values.put("http.port", new Value("0", "test"));
    values.put("stop.stagger", new Value("0s", "test"));
    more.forEach((key, text) -> values.put(key, new Value(text, "test")));
    var settings = new Settings(ConfigFile.NONE, Map.of(), Map.of(), values);
    var config = ServerConfig.from(settings);
    settings.finish();
    return config;
  }
}
