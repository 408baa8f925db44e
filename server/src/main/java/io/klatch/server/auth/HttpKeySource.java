package io.klatch.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Fetches key sets over HTTP: at most [#BYTES_MAX] within [#TIME_MAX], and from the address itself
/// or not at all, since a redirect could lead anywhere.
final class HttpKeySource implements KeySource, AutoCloseable {
  static final int BYTES_MAX = 100_000;
  static final Duration TIME_MAX = Duration.ofSeconds(5);

  private final Executor executor;
  private final Duration timeMax;

  /// Made for the first fetch: most servers never need one, and it costs their start.
  @GuardedBy("this")
  private @Nullable HttpClient client;

  /// @param executor runs the client's own work
  HttpKeySource(Executor executor, Duration timeMax) {
    this.executor = executor;
    this.timeMax = timeMax;
  }

  @Override
  public String fetch(URI url) throws IOException {
    var request = HttpRequest.newBuilder(url).header("Accept", "application/json").build();
    var answer =
        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), BYTES_MAX));
    try {
      HttpResponse<String> response = answer.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("did not answer within " + timeMax.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .executor(executor)
              .connectTimeout(timeMax)
              .followRedirects(Redirect.NEVER)
              .build();
    }
    return client;
  }
}
