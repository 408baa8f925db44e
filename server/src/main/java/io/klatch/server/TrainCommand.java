package io.klatch.server;

import io.klatch.server.config.ConfigException;
import io.klatch.server.config.ConfigFile.Value;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `klatch train`: starts a server, asks it what the first clients will ask, and ends. The launcher
/// runs it once after a build, so that the JVM can keep what it loaded for the next start.
@Command(name = "train", hidden = true, description = "Used by the launcher after a build.")
final class TrainCommand implements Callable<Integer> {
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  @Mixin final Flags flags = new Flags();

  @Override
  public Integer call() throws StartRefused, IOException, InterruptedException {
    try (var lifetimes = new Lifetimes();
        var client = HttpClient.newHttpClient()) {
      var config =
          flags.read(
              Map.of(
                  "http.port", new Value("0", "train"), "stop.stagger", new Value("0s", "train")),
              Map.of());
      Logging.apply(config.log());
      var visitor = new Visitor(client, new Wiring(config, lifetimes).start().url());
      visitor.look();
      visitor.talk();
    } catch (ConfigException e) {
      throw Flags.refused(e);
    }
    return 0;
  }

  private record Visitor(HttpClient client, String url) {
    void look() throws IOException, InterruptedException {
      for (var path : List.of("/", "/healthz", "/readyz", "/metrics", "/v1/conversations")) {
        get(path);
      }
    }

    /// As a stock client over long polling: handshake, CONNECT, one event with an acknowledgement.
    void talk() throws IOException, InterruptedException {
      var token = found(TOKEN, post("/v1/dev/token", "{\"user\":\"ann\"}"));
      var session = POLLING + "&sid=" + found(SID, get(POLLING));
      post(session, "40{\"token\":\"" + token + "\"}");
      get(session);
      post(session, "421[\"conversation:create\",{\"type\":\"group\",\"member_ids\":[]}]");
      get(session);
      post(session, "1");
    }

    private String get(String path) throws IOException, InterruptedException {
      return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    private String post(String path, String body) throws IOException, InterruptedException {
      return send(
          HttpRequest.newBuilder(URI.create(url + path)).POST(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private static String found(Pattern pattern, String text) throws IOException {
      var match = pattern.matcher(text);
      if (!match.find()) {
        throw new IOException("the server answered " + text);
      }
      return match.group(1);
    }
  }
}
