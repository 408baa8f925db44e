package io.klatch.server.config;

import io.klatch.server.config.ConfigFile.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers "what is this key set to?" from flags, environment and file, in that order, and keeps a
/// list of everything that is wrong, so that a person sees all problems at once.
///
/// A value out of range is noted and the default given, because the reader must get some value to
/// go on to the next key; [#finish] then refuses. A key in the file or a `KLATCH_…` variable that
/// nobody asked for by then is unknown. Confined to the starting thread.
public final class Settings {
  static final String ENVIRONMENT_PREFIX = "KLATCH_";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private final ConfigFile file;
  private final Map<String, String> environment;
  private final Map<String, String> aliases;
  private final Map<String, Value> flags;
  private final Map<String, Setting> asked = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /// @param environment the process's; only `KLATCH_…` and the aliases are looked at
  /// @param aliases variable → key: names that other systems use for the same thing
  /// @param flags key → value given on the command line
  public Settings(
      ConfigFile file,
      Map<String, String> environment,
      Map<String, String> aliases,
      Map<String, Value> flags) {
    this.file = file;
    this.environment = environment;
    this.aliases = aliases;
    this.flags = flags;
    problems.addAll(file.problems());
  }

  /// Nothing is set: every record gets its defaults.
  public static Settings none() {
    return new Settings(ConfigFile.NONE, Map.of(), Map.of(), Map.of());
  }

  public int integer(String key, int byDefault, int min, int max) {
    return (int) longInteger(key, byDefault, min, max);
  }

  public long longInteger(String key, long byDefault, long min, long max) {
    var allowed = min + " to " + max;
    return parsed(
        key,
        byDefault,
        Long.toString(byDefault),
        allowed,
        text -> {
          var number = Long.parseLong(text);
          return min <= number && number <= max ? number : null;
        });
  }

  public Duration duration(String key, Duration byDefault, Duration min, Duration max) {
    return parsed(
        key,
        byDefault,
        print(byDefault),
        print(min) + " to " + print(max),
        text -> {
          var duration = parseDuration(text);
          return duration != null && min.compareTo(duration) <= 0 && duration.compareTo(max) <= 0
              ? duration
              : null;
        });
  }

  /// One of an enum's constants, written in lower case.
  public <E extends Enum<E>> E choice(String key, E byDefault) {
    var constants = byDefault.getDeclaringClass().getEnumConstants();
    var allowed =
        Arrays.stream(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return parsed(
        key,
        byDefault,
        byDefault.name().toLowerCase(Locale.ROOT),
        allowed,
        text -> Enum.valueOf(byDefault.getDeclaringClass(), text.toUpperCase(Locale.ROOT)));
  }

  public String text(String key, String byDefault, String allowed) {
    return parsed(key, byDefault, byDefault, allowed, text -> text.isBlank() ? null : text);
  }

  /// Words separated by commas.
  ///
  /// @param parse refuses with an `IllegalArgumentException`
  public <T> T words(
      String key, String byDefault, String allowed, Function<List<String>, T> parse) {
    return parsed(
        key, parse.apply(List.of(byDefault)), byDefault, allowed, text -> parse.apply(split(text)));
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /// A text without a default; null when it is not set. An empty value is given as it is, because
  /// "set to nothing" and "not set" are two things where a secret is concerned.
  public @Nullable String textOrNull(String key, String byDefaultInWords, String allowed) {
    asked.put(key, new Setting(key, byDefaultInWords, allowed));
    var value = find(key);
    return value == null ? null : value.text();
  }

  /// Notes a problem that concerns more than one key, or that only the asker can see.
  public void problem(String sentence) {
    problems.add(sentence);
  }

  /// Ends the reading.
  ///
  /// @throws ConfigException with every problem found, when there is one
  public void finish() throws ConfigException {
    unknown();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /// Every key somebody asked for, in that order.
  public List<Setting> asked() {
    return List.copyOf(asked.values());
  }

  /// The variable that sets `key`: `KLATCH_` and the key in upper case with `_` for `.` and `-`.
  public static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private <T> T parsed(
      String key,
      T byDefault,
      String byDefaultInWords,
      String allowed,
      Function<String, @Nullable T> parse) {
    asked.put(key, new Setting(key, byDefaultInWords, allowed));
    var value = find(key);
    if (value == null) {
      return byDefault;
    }
    T result;
    try {
      result = parse.apply(value.text().strip());
    } catch (IllegalArgumentException e) {
      result = null;
    }
    if (result == null) {
      problems.add(
          key
              + " is '%s' (%s), allowed: %s"
                  .formatted(shortened(value.text()), value.origin(), allowed));
      return byDefault;
    }
    return result;
  }

  private @Nullable Value find(String key) {
    var flag = flags.get(key);
    if (flag != null) {
      return flag;
    }
    var variable = fromEnvironment(variable(key));
    if (variable != null) {
      return variable;
    }
    for (var alias : aliases.entrySet()) {
      var other = alias.getValue().equals(key) ? fromEnvironment(alias.getKey()) : null;
      if (other != null) {
        return other;
      }
    }
    return file.values().get(key);
  }

  private @Nullable Value fromEnvironment(String variable) {
    var text = environment.get(variable);
    return text == null ? null : new Value(text, variable);
  }

  private void unknown() {
    var variables = asked.keySet().stream().map(Settings::variable).collect(Collectors.toSet());
    new TreeMap<>(file.values())
        .forEach((key, value) -> {
          if (!asked.containsKey(key)) {
            problems.add("unknown key %s (%s)".formatted(key, value.origin()));
          }
        });
    for (var variable : new TreeSet<>(environment.keySet())) {
      if (variable.startsWith(ENVIRONMENT_PREFIX)
          && !variables.contains(variable)
          && !aliases.containsKey(variable)
          && !variable.startsWith("KLATCH_LAUNCHER_")) {
        problems.add("unknown environment variable " + variable);
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /// A number with its unit: `250ms`, `5s`, `15m`, `1h`, `7d`; null when the text is none.
  public static @Nullable Duration parseDuration(String text) {
    var match = DURATION.matcher(text);
    if (!match.matches()) {
      return null;
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    long ms = duration.toMillis();
    if (ms % 86_400_000 == 0) {
      return ms / 86_400_000 + "d";
    }
    if (ms % 3_600_000 == 0) {
      return ms / 3_600_000 + "h";
    }
    if (ms % 60_000 == 0) {
      return ms / 60_000 + "m";
    }
    return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
  }
}
