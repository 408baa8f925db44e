package io.klatch.socketio.engine;

import org.jspecify.annotations.Nullable;

/// Where a listener binds and with what.
///
/// @param port 0 picks a free one
/// @param threads event loops, 1–256
/// @param tls null serves plain text
public record ListenerConfig(
    String host, int port, int threads, IoKind io, @Nullable TlsFiles tls) {
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

  /// Without TLS.
  public ListenerConfig(String host, int port, int threads, IoKind io) {
    this(host, port, threads, io, null);
  }

  public ListenerConfig withTls(@Nullable TlsFiles files) {
    return new ListenerConfig(host, port, threads, io, files);
  }

  /// An event loop per processor.
  public static ListenerConfig on(String host, int port) {
    int processors = Math.min(256, Runtime.getRuntime().availableProcessors());
    return new ListenerConfig(host, port, processors, IoKind.AUTO);
  }
}
