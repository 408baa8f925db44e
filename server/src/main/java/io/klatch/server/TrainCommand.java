package io.klatch.server;

import io.klatch.server.config.ConfigException;
import io.klatch.server.config.ConfigFile.Value;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `klatch train`: starts a server, asks it what the first clients will ask, and ends. The launcher
/// runs it once after a build, so that the JVM can keep what it loaded for the next start.
@Command(name = "train", hidden = true, description = "Used by the launcher after a build.")
final class TrainCommand implements Callable<Integer> {
  @Mixin final Flags flags = new Flags();

  @Override
  public Integer call() throws StartRefused, IOException, InterruptedException {
    try (var lifetimes = new Lifetimes();
        var client = HttpClient.newHttpClient()) {
      var config = flags.read(Map.of("http.port", new Value("0", "train")), Map.of());
      Logging.apply(config.log());
      var server = new Wiring(config, lifetimes).start();
      for (var path : List.of("/", "/healthz", "/readyz", "/metrics", "/v1/conversations")) {
        get(client, server.url() + path);
      }
    } catch (ConfigException e) {
      throw Flags.refused(e);
    }
    return 0;
  }

  private static void get(HttpClient client, String url) throws IOException, InterruptedException {
    client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding());
  }
}
