package io.klatch.server;

import io.klatch.server.config.ConfigException;
import io.klatch.server.config.ConfigFile.Value;
import io.klatch.server.threads.Threads;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `klatch serve`: runs the server until it is told to stop.
@Command(name = "serve", description = "Runs the server.")
final class ServeCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: 3000); 0 picks a free one")
  @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on (default: 127.0.0.1 with the development secret, all addresses"
              + " with a configured one)")
  @Nullable String host;

  @Mixin final Flags flags = new Flags();

  @Override
  public Integer call() throws StartRefused, InterruptedException {
    var config = config();
    Logging.apply(config.log());
    var lifetimes = new Lifetimes();
    try {
      var server = new Wiring(config, lifetimes).start();
      Threads.atExit("stop", new Stop(server.readiness(), lifetimes, config.stop()));
      greet(server, config, System.out);
      log.info(
          "started url={} data={} development={}",
          server.url(),
          config.data(),
          server.development());
    } catch (StartRefused e) {
      lifetimes.close();
      throw e;
    }
    new CountDownLatch(1).await(); // until a signal ends the process
    return 0;
  }

  private ServerConfig config() throws StartRefused {
    var own = new LinkedHashMap<String, Value>();
    if (port != null) {
      own.put("http.port", new Value(port, "--port"));
    }
    if (host != null) {
      own.put("http.host", new Value(host, "--host"));
    }
    try {
      return flags.read(own, Map.copyOf(System.getenv()));
    } catch (ConfigException e) {
      throw Flags.refused(e);
    }
  }

  private static void greet(RunningServer server, ServerConfig config, PrintStream out) {
    out.println("klatch ready on " + server.url());
    out.println("page:  open " + server.url() + "/ in a browser");
    out.println(
        server.development()
            ? "token: ./klatch token --user ann --data " + config.data()
            : "token: your back end signs them with the configured secret; to try:"
                + " ./klatch token --user ann (with the same configuration)");
    out.flush();
  }
}
