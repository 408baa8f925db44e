package io.klatch.server;

import io.klatch.socketio.engine.EngineServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/// The test suites of others that `klatch conformance-server` can answer, each with the port and
/// the heartbeat that its tests count on.
enum ConformanceSuite {
  PROTOCOL("protocol", 3_000, 300, 200),
  ENGINE_CLIENT("engine-client", 3_000, 500, 20_000),
  SOCKET_CLIENT("socket-client", 3_210, 2_000, 20_000),
  /// Our own, for what chat has no event for.
  FEATURES("features", 3_000, 25_000, 20_000);

  private final String option;
  private final int port;
  private final int pingIntervalMs;
  private final int pingTimeoutMs;

  ConformanceSuite(String option, int port, int pingIntervalMs, int pingTimeoutMs) {
    this.option = option;
    this.port = port;
    this.pingIntervalMs = pingIntervalMs;
    this.pingTimeoutMs = pingTimeoutMs;
  }

  /// @throws IllegalArgumentException if there is none of that name
  static ConformanceSuite of(String option) {
    return Arrays.stream(values())
        .filter(suite -> suite.option.equals(option))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("--suite is " + option + ", one of " + options()));
  }

  private static String options() {
    return Arrays.stream(values()).map(suite -> suite.option).collect(Collectors.joining(", "));
  }

  /// The port that is written in its tests.
  int port() {
    return port;
  }

  int pingIntervalMs() {
    return pingIntervalMs;
  }

  int pingTimeoutMs() {
    return pingTimeoutMs;
  }

  /// What the suite connects to.
  List<EngineServer> endpoints(Duration pingInterval, Duration pingTimeout, Executor executor) {
    return switch (this) {
      case PROTOCOL -> ConformanceServer.endpoints(pingInterval, pingTimeout, executor);
      case ENGINE_CLIENT -> EngineClientSuite.endpoints(pingInterval, pingTimeout, executor);
      case SOCKET_CLIENT -> SocketClientSuite.endpoints(pingInterval, pingTimeout, executor);
      case FEATURES -> FeatureSuite.endpoints(pingInterval, pingTimeout, executor);
    };
  }
}
