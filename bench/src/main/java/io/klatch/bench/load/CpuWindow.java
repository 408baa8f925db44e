package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;

/// A stretch of time and the CPU time that the server and this process spend in it.
record CpuWindow(
    long startNanos, ProcessFigures server, double serverCpuSeconds, double ownCpuSeconds) {

  private static final double NANOS_PER_SECOND = 1e9;

  static CpuWindow open(long serverPid) {
    var server = new ProcessFigures(serverPid);
    return new CpuWindow(
        System.nanoTime(),
        server,
        server.cpuSeconds(),
        ProcessFigures.ofThisProcess().cpuSeconds());
  }

  double seconds() {
    return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
  }

  /// Adds how much of a core each of both used, and what the server did per second of CPU time.
  ///
  /// @param done how many of its units of work the server did in this window
  Figures close(Figures figures, String prefix, long done) {
    double seconds = seconds();
    double server = this.server.cpuSeconds() - serverCpuSeconds;
    double own = ProcessFigures.ofThisProcess().cpuSeconds() - ownCpuSeconds;
    return figures
        .with(prefix + "server_cpu", server / seconds)
        .with(prefix + "per_cpu_s", server > 0 ? done / server : 0)
        .with(prefix + "load_cpu", own / seconds);
  }
}
