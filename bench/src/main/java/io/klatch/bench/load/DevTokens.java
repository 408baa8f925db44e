package io.klatch.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// Tokens from a server that still has its development secret.
final class DevTokens {

  private final URI address;

  DevTokens(InetSocketAddress server) {
    this.address = URI.create("http://127.0.0.1:" + server.getPort() + "/v1/dev/token");
  }

  /// The CONNECT payload of `users` users, in the order of their numbers.
  String[] auths(int users) throws IOException, InterruptedException {
    var auths = new String[users];
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < users; i++) {
        auths[i] = Sends.auth(token(client, Sends.user(i), Sends.name(i)));
      }
    }
    return auths;
  }

  private String token(HttpClient client, String user, String name)
      throws IOException, InterruptedException {
    String body = "{\"user\":\"" + user + "\",\"name\":\"" + name + "\"}";
    var request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(address + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JsonText.field(answer.body(), "token");
  }
}
