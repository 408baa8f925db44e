package io.klatch.server;

import io.klatch.server.threads.Threads;
import io.klatch.socketio.engine.ListenerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `klatch conformance-server`: what the official protocol suites run against.
@Command(
    name = "conformance-server",
    description = "Serves what the official Engine.IO and Socket.IO test suites need.")
final class ConformanceServerCommand implements Callable<Integer> {
  @Option(names = "--port", paramLabel = "PORT", description = "Port (default: 3000)")
  int port = 3_000;

  @Option(names = "--ping-interval", paramLabel = "MS", description = "Default: 300")
  int pingIntervalMs = 300;

  @Option(names = "--ping-timeout", paramLabel = "MS", description = "Default: 200")
  int pingTimeoutMs = 200;

  @Override
  public Integer call() throws StartRefused, InterruptedException {
    var virtual = Threads.virtual("conformance");
    try {
      var listener =
          ConformanceServer.start(
              ListenerConfig.on("127.0.0.1", port),
              Duration.ofMillis(pingIntervalMs),
              Duration.ofMillis(pingTimeoutMs),
              virtual);
      Stop.atOnce();
      System.out.println("klatch ready on http://127.0.0.1:" + listener.address().getPort());
      System.out.flush();
    } catch (IOException e) {
      throw new StartRefused("cannot listen on port " + port + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new StartRefused(String.valueOf(e.getMessage()), e);
    }
    new CountDownLatch(1).await(); // until a signal ends the process
    return 0;
  }
}
