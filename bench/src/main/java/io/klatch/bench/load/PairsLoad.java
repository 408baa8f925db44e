package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two servers that run at the same time and are loaded in turn, a few seconds each: what the
/// machine does to one it does to the other.
///
/// The one whose turn it is not has its clients connected and nothing to do. On odd pairs the first
/// server comes first, on even ones the second.
public final class PairsLoad {

  /// @param first the yardstick
  /// @param second what is compared with it, under the same load or with more in flight
  /// @param pairs how often each has its turn
  /// @param coresOfFirst where the clients of the first server run, as `taskset -c` takes it; null
  ///   for where those of the second do
  public record Settings(
      BroadcastLoad.Settings first,
      BroadcastLoad.Settings second,
      int pairs,
      @Nullable String coresOfFirst) {
    public Settings {
      if (pairs < 1) {
        throw new IllegalArgumentException(pairs + " pairs; at least one is needed");
      }
    }
  }

  /// Of a turn that is not counted: until all that is in flight goes round.
  private static final Duration SETTLE = Duration.ofMillis(300);

  private PairsLoad() {}

  /// One line: what each pair had, in order, under `first` and `second` (deliveries per second),
  /// `first_cpu` and `second_cpu` (deliveries per second of the server's processor time),
  /// `first_p50_us` and `second_p50_us` (from `say` to each receipt).
  public static Figures run(Settings settings) throws InterruptedException, IOException {
    try (var first = new BroadcastLoad(settings.first());
        var second = new BroadcastLoad(settings.second())) {
      String cores = settings.coresOfFirst();
      if (cores != null) {
        first.confine(cores);
      }
      first.gather();
      second.gather();
      var _ = first.closedLoop(Figures.empty(), settings.first().warmUp());
      var _ = second.closedLoop(Figures.empty(), settings.second().warmUp());
      var ofFirst = new ArrayList<Figures>();
      var ofSecond = new ArrayList<Figures>();
      for (int pair = 0; pair < settings.pairs(); pair++) {
        if (pair % 2 == 0) {
          ofFirst.add(turn(first));
          ofSecond.add(turn(second));
        } else {
          ofSecond.add(turn(second));
          ofFirst.add(turn(first));
        }
      }
      var figures =
          Figures.empty()
              .with("mode", "pairs")
              .with("shape", shape(settings))
              .with("first", each(ofFirst, "deliveries_per_s"))
              .with("second", each(ofSecond, "deliveries_per_s"))
              .with("first_cpu", each(ofFirst, "per_cpu_s"))
              .with("second_cpu", each(ofSecond, "per_cpu_s"))
              .with("first_p50_us", each(ofFirst, "p50_us"))
              .with("second_p50_us", each(ofSecond, "p50_us"))
              .with("first_system_ns", each(ofFirst, "system_ns"))
              .with("second_system_ns", each(ofSecond, "system_ns"))
              .with("first_load_cpu", each(ofFirst, "load_cpu"))
              .with("load_cpu", each(ofSecond, "load_cpu"));
      return Errors.sum(first.errors(), second.errors()).in(figures);
    }
  }

  private static String shape(Settings settings) {
    int slots = settings.second().slots();
    String more = slots == settings.first().slots() ? "" : "; " + slots + " for the second server";
    return settings.first().shape() + more;
  }

  private static Figures turn(BroadcastLoad load) throws InterruptedException {
    Figures figures = Figures.empty();
    var _ = load.closedLoop(figures, SETTLE);
    return figures;
  }

  private static String each(List<Figures> turns, String key) {
    return turns.stream()
        .map(turn -> String.format(Locale.ROOT, "%.2f", turn.number(key)))
        .collect(Collectors.joining(","));
  }
}
