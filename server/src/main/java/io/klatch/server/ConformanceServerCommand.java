package io.klatch.server;

import io.klatch.server.threads.Threads;
import io.klatch.socketio.engine.EngineListener;
import io.klatch.socketio.engine.ListenerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `klatch conformance-server`: what the official protocol suites, or the stock clients' own tests,
/// run against.
@Command(
    name = "conformance-server",
    description = "Serves what the official Engine.IO and Socket.IO test suites need.")
final class ConformanceServerCommand implements Callable<Integer> {
  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description = "protocol (default), engine-client, socket-client or features")
  String suite = "protocol";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Port (default: the one in the suite's tests: 3000, or 3210); 0 picks a free one")
  @Nullable Integer port;

  @Option(
      names = "--ping-interval",
      paramLabel = "MS",
      description = "Default: the suite's, 300, 500, 2000 or 25000")
  @Nullable Integer pingIntervalMs;

  @Option(
      names = "--ping-timeout",
      paramLabel = "MS",
      description = "Default: the suite's, 200 or 20000")
  @Nullable Integer pingTimeoutMs;

  @Override
  public Integer call() throws StartRefused, InterruptedException {
    try {
      var listener = start(ConformanceSuite.of(suite));
      Stop.atOnce();
      System.out.println("klatch ready on http://127.0.0.1:" + listener.address().getPort());
      System.out.flush();
    } catch (IOException e) {
      throw new StartRefused("cannot start the conformance server: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new StartRefused(String.valueOf(e.getMessage()), e);
    }
    new CountDownLatch(1).await(); // until a signal ends the process
    return 0;
  }

  private EngineListener start(ConformanceSuite chosen) throws IOException {
    var endpoints =
        chosen.endpoints(
            Duration.ofMillis(pingIntervalMs == null ? chosen.pingIntervalMs() : pingIntervalMs),
            Duration.ofMillis(pingTimeoutMs == null ? chosen.pingTimeoutMs() : pingTimeoutMs),
            Threads.virtual("conformance"));
    var at = ListenerConfig.on("127.0.0.1", port == null ? chosen.port() : port);
    return EngineListener.start(at, endpoints, Threads.platform("io"), null);
  }
}
