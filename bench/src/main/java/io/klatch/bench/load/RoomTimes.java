package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;
import io.klatch.bench.figures.Latencies;

/// How long joins and leaves took, while they are measured: until they were answered, which means
/// "on disk", and until each watcher was told.
///
/// Confined to the crowd's loop.
final class RoomTimes {

  private final Latencies answer = new Latencies();
  private final Latencies update = new Latencies();
  private final Latencies behind = new Latencies();
  private boolean open;

  void open() {
    answer.clear();
    update.clear();
    behind.clear();
    open = true;
  }

  /// @param nanos from when it was due
  void answered(long nanos) {
    if (open) {
      answer.record(nanos);
    }
  }

  /// @param nanos from when it was due
  /// @param behindNanos from its answer; 0 or less for who was told before it was answered
  void told(long nanos, long behindNanos) {
    if (open) {
      update.record(nanos);
      behind.record(behindNanos);
    }
  }

  long answers() {
    return answer.count();
  }

  long updates() {
    return update.count();
  }

  Figures close(Figures figures) {
    open = false;
    add(figures, "answer", answer);
    add(figures, "update", update);
    add(figures, "behind", behind);
    return figures;
  }

  private static void add(Figures figures, String what, Latencies those) {
    figures
        .with(what + "_", those)
        .with(what + "_max_us", those.micros(100))
        .with(what + "_count", those.count());
  }
}
