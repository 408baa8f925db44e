package io.klatch.server;

import io.klatch.server.telemetry.Readiness;
import io.klatch.server.threads.Threads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a signal to stop does: unready at once, then every part closed in reverse order of its
/// making, within a bound. Ends the process with 0, because a stop that was asked for is no
/// failure.
final class Stop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Stop.class);

  private final Readiness readiness;
  private final Lifetimes lifetimes;
  private final StopConfig config;

  Stop(Readiness readiness, Lifetimes lifetimes, StopConfig config) {
    this.readiness = readiness;
    this.lifetimes = lifetimes;
    this.config = config;
  }

  /// For a server that keeps nothing: a signal ends it at once, and with 0.
  static void atOnce() {
    Threads.atExit("stop", () -> Runtime.getRuntime().halt(0));
  }

  @Override
  public void run() {
    log.info("stopping");
    readiness.stopping();
    var closing = Threads.start("stop-parts", lifetimes::close);
    try {
      if (closing.join(config.timeout())) {
        log.info("stopped");
      } else {
        log.error("not all parts were closed within stop.timeout={}", config.timeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
