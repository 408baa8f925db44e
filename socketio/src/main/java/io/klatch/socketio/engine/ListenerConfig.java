package io.klatch.socketio.engine;

/// Where a listener binds and with what.
///
/// @param port 0 picks a free one
/// @param threads event loops, 1–256
public record ListenerConfig(String host, int port, int threads, IoKind io) {
  public ListenerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", must be 0–65535");
    }
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("threads is " + threads + ", must be 1–256");
    }
    if (!io.isAvailable()) {
      throw new IllegalArgumentException("io is " + io + ", which this machine does not have");
    }
  }

  /// An event loop per processor.
  public static ListenerConfig on(String host, int port) {
    int processors = Math.min(256, Runtime.getRuntime().availableProcessors());
    return new ListenerConfig(host, port, processors, IoKind.AUTO);
  }
}
