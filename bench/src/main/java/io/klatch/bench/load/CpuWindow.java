package io.klatch.bench.load;

import io.klatch.bench.figures.Figures;

/// A stretch of time and the CPU time that the server and this process spend in it.
record CpuWindow(
    long startNanos,
    ProcessFigures server,
    double serverUserSeconds,
    double serverSystemSeconds,
    double ownCpuSeconds) {

  private static final double NANOS_PER_SECOND = 1e9;

  static CpuWindow open(long serverPid) {
    var server = new ProcessFigures(serverPid);
    return new CpuWindow(
        System.nanoTime(),
        server,
        server.userSeconds(),
        server.systemSeconds(),
        ProcessFigures.ofThisProcess().cpuSeconds());
  }

  double seconds() {
    return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
  }

  /// Adds how much of a core each of both used, what the server did per second of CPU time, and how
  /// many nanoseconds of it a unit of work took in its own code and in the kernel.
  ///
  /// @param done how many of its units of work the server did in this window
  Figures close(Figures figures, String prefix, long done) {
    double seconds = seconds();
    double user = this.server.userSeconds() - serverUserSeconds;
    double system = this.server.systemSeconds() - serverSystemSeconds;
    double server = user + system;
    double own = ProcessFigures.ofThisProcess().cpuSeconds() - ownCpuSeconds;
    return figures
        .with(prefix + "server_cpu", server / seconds)
        .with(prefix + "per_cpu_s", server > 0 ? done / server : 0)
        .with(prefix + "user_ns", done > 0 ? user * NANOS_PER_SECOND / done : 0)
        .with(prefix + "system_ns", done > 0 ? system * NANOS_PER_SECOND / done : 0)
        .with(prefix + "load_cpu", own / seconds);
  }
}
