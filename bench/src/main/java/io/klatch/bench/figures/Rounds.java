package io.klatch.bench.figures;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/// The figures of the rounds of one server, from which a table takes medians.
record Rounds(List<Figures> lines) {

  static Rounds of(List<Figures> all, Predicate<Figures> which) {
    return new Rounds(all.stream().filter(which).toList());
  }

  /// Of an even number the lower of the two in the middle, which is a figure that was measured.
  double median(String key) {
    double[] sorted = sorted(key);
    return sorted[(sorted.length - 1) / 2];
  }

  /// The median of what each round has to the same round of the other: the two ran within a minute,
  /// while the machine's speed changes by more from one round to the next. Empty when no round has
  /// both.
  OptionalDouble ratio(Rounds to, String key) {
    double[] ratios =
        lines.stream()
            .flatMap(line ->
                to.lines.stream()
                    .filter(other -> other.text("round").equals(line.text("round")))
                    .map(other -> line.number(key) / other.number(key)))
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return ratios.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ratios[(ratios.length - 1) / 2]);
  }

  double sum(String key) {
    return Arrays.stream(sorted(key)).sum();
  }

  double max(String key) {
    double[] sorted = sorted(key);
    return sorted[sorted.length - 1];
  }

  /// As `lowest–highest`.
  String range(String key) {
    double[] sorted = sorted(key);
    return whole(sorted[0]) + "–" + whole(sorted[sorted.length - 1]);
  }

  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private double[] sorted(String key) {
    return lines.stream().mapToDouble(line -> line.number(key)).sorted().toArray();
  }
}
