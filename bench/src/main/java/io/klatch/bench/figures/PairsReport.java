package io.klatch.bench.figures;

import static io.klatch.bench.figures.Rounds.whole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// The table of a run in pairs: a row for each start of both servers, and one over all starts.
///
/// A ratio is the geometric mean of the pairs' own ratios, second server to first, so that no pair
/// weighs more than another and the ratio the other way round is its inverse.
final class PairsReport {

  private static final double MICROS_PER_MILLI = 1_000;

  private final List<Figures> starts;

  /// @param starts lines of one shape
  PairsReport(List<Figures> starts) {
    this.starts = List.copyOf(starts);
  }

  @Override
  public String toString() {
    String server = starts.getFirst().text("server");
    String first = server.substring(0, server.indexOf(' '));
    String second = server.substring(server.lastIndexOf(' ') + 1);
    var table =
        new Table(
            "start",
            "pairs",
            first + ", deliveries/s, median (range)",
            second,
            second + " to " + first + ", mean (range)",
            "by CPU-second",
            "load CPU",
            "errors");
    starts.forEach(start -> row(table, start.text("round"), List.of(start)));
    if (starts.size() > 1) {
      row(table, "all", starts);
    }
    return "%s\n\nHalf of the deliveries within %s and %s ms, median of the turns. %s"
        .formatted(table, millis("first_p50_us"), millis("second_p50_us"), ofStarts());
  }

  private static void row(Table table, String name, List<Figures> starts) {
    double[] ratios = ratios(starts, "first", "second");
    table.row(
        name,
        String.valueOf(ratios.length),
        medianOf(values(starts, "first")),
        medianOf(values(starts, "second")),
        "%s (%s–%s)".formatted(percent(mean(ratios)), least(ratios), percent(greatest(ratios))),
        percent(mean(ratios(starts, "first_cpu", "second_cpu"))),
        decimals(greatest(values(starts, "load_cpu"))),
        whole(starts.stream().mapToDouble(start -> start.number("errors")).sum()));
  }

  /// The starts are what is independent, so it is they that say how sure the mean is.
  private String ofStarts() {
    double[] means =
        starts.stream()
            .mapToDouble(start -> mean(ratios(List.of(start), "first", "second")))
            .toArray();
    String range = least(means) + "–" + percent(greatest(means));
    if (means.length < 2) {
      return "One start says nothing of how starts differ.";
    }
    double[] logs = DoubleStream.of(means).map(Math::log).toArray();
    double middle = Arrays.stream(logs).average().orElseThrow();
    double spread =
        Math.sqrt(
            Arrays.stream(logs).map(log -> (log - middle) * (log - middle)).sum()
                / (logs.length - 1));
    double two = 2 * spread / Math.sqrt(logs.length);
    return "Means of the starts: %s; over them %s, two standard errors %s to %s."
        .formatted(
            range,
            percent(Math.exp(middle)),
            percent(Math.exp(middle - two)),
            percent(Math.exp(middle + two)));
  }

  private String millis(String key) {
    return decimals(median(values(starts, key)) / MICROS_PER_MILLI);
  }

  private static double[] ratios(List<Figures> starts, String under, String over) {
    double[] first = values(starts, under);
    double[] second = values(starts, over);
    double[] ratios = new double[first.length];
    Arrays.setAll(ratios, i -> second[i] / first[i]);
    return ratios;
  }

  private static double[] values(List<Figures> starts, String key) {
    var values = new ArrayList<Double>();
    for (Figures start : starts) {
      for (String value : start.text(key).split(",", -1)) {
        values.add(Double.parseDouble(value));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(double[] ratios) {
    return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElseThrow());
  }

  private static String medianOf(double[] values) {
    return "%s (%s–%s)"
        .formatted(
            whole(median(values)),
            whole(Arrays.stream(values).min().orElseThrow()),
            whole(greatest(values)));
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().toArray()[(values.length - 1) / 2];
  }

  private static String least(double[] ratios) {
    return whole(100 * Arrays.stream(ratios).min().orElseThrow());
  }

  private static double greatest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * ratio);
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
