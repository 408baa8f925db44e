package io.klatch.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A load that runs on its own once it has begun, of which a stretch is measured, after a warm-up.
///
/// @param serverPid whose CPU time is counted
record Stretch(Crowd crowd, long serverPid, Duration warmUp, Duration measured) {

  /// Waits until it is over. All three are called on the crowd's loop.
  ///
  /// @param open from now on it counts
  /// @param close until now it counted
  <T> T run(Runnable begin, Runnable open, Function<CpuWindow, T> close)
      throws InterruptedException {
    crowd.onLoop(() -> {
      begin.run();
      return true;
    });
    TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
    CpuWindow window =
        crowd.onLoop(() -> {
          open.run();
          return CpuWindow.open(serverPid);
        });
    TimeUnit.NANOSECONDS.sleep(measured.toNanos());
    return crowd.onLoop(() -> close.apply(window));
  }
}
