package io.klatch.bench.figures;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The result of one run as one line of `key=value`, separated by tabs; the report reads it back.
public record Figures(SequencedMap<String, String> values) {

  public static Figures empty() {
    return new Figures(new LinkedHashMap<>());
  }

  public static Figures parse(String line) {
    Figures figures = empty();
    Arrays.stream(line.split("\t", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> figures.values.put(pair[0], pair[1]));
    return figures;
  }

  public Figures with(String key, String value) {
    values.put(key, value);
    return this;
  }

  public Figures with(String key, long value) {
    return with(key, Long.toString(value));
  }

  /// With as many decimals as the reader can use: none from 100 on.
  public Figures with(String key, double value) {
    return with(key, String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value));
  }

  public Figures with(String prefix, Latencies latencies) {
    return with(prefix + "p50_us", latencies.micros(50))
        .with(prefix + "p99_us", latencies.micros(99))
        .with(prefix + "p999_us", latencies.micros(99.9));
  }

  /// Empty when there is none.
  public String text(String key) {
    return values.getOrDefault(key, "");
  }

  /// Zero when there is none.
  public double number(String key) {
    return Double.parseDouble(values.getOrDefault(key, "0"));
  }

  public String line() {
    return values.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\t"));
  }
}
