package io.klatch.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The configuration file: one `key = value` per line, `#` begins a comment line.
///
/// @param values what it sets, by key
/// @param problems lines that are not of that form, and keys set twice
public record ConfigFile(Map<String, Value> values, List<String> problems) {
  public static final ConfigFile NONE = new ConfigFile(Map.of(), List.of());
  static final int BYTES_MAX = 1_000_000;

  /// A value and where it came from, in words.
  public record Value(String text, String origin) {}

  public ConfigFile {
    values = Map.copyOf(values);
    problems = List.copyOf(problems);
  }

  public static ConfigFile read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        return refused(file + " has more than " + BYTES_MAX + " bytes");
      }
      return parse(file.toString(), Files.readAllLines(file, UTF_8));
    } catch (IOException e) {
      return refused("cannot read the configuration file " + file + " (" + e + ")");
    }
  }

  static ConfigFile parse(String name, List<String> lines) {
    var values = new TreeMap<String, Value>();
    var problems = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      var origin = name + " line " + (i + 1);
      int equals = line.indexOf('=');
      if (equals < 1) {
        problems.add(origin + " is not of the form key = value");
        continue;
      }
      var key = line.substring(0, equals).strip();
      var before = values.put(key, new Value(line.substring(equals + 1).strip(), origin));
      if (before != null) {
        problems.add(key + " is set twice: " + before.origin() + " and " + origin);
      }
    }
    return new ConfigFile(values, problems);
  }

  private static ConfigFile refused(String problem) {
    return new ConfigFile(Map.of(), List.of(problem));
  }
}
