package io.klatch.server.webhooks;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.klatch.domain.webhook.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Posts to back ends: signed, within a time for all of it, to the address itself or not at all,
/// reading no more than [#BYTES_MAX] of the answer.
public final class HookClient implements AutoCloseable {
  static final int BYTES_MAX = 65_536;

  /// Of a failure that is told to the tenant.
  private static final int FAILURE_CHARACTERS_MAX = 300;

  private final AddressRule rule;
  private final ExecutorService threads;
  private final InstantSource clock;

  /// Made for the first request: most servers never need one, and it costs their start.
  @GuardedBy("this")
  private @Nullable HttpClient client;

  /// @param threads virtual; closed with the client
  public HookClient(WebhookConfig config, ExecutorService threads, InstantSource clock) {
    this.rule = new AddressRule(config.privateAddresses());
    this.threads = threads;
    this.clock = clock;
  }

  /// What became of a post.
  sealed interface Answer {
    /// Any status.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
    record Answered(int status, byte[] body) implements Answer {}

    /// @param why in a sentence for the tenant
    record Failed(String why) implements Answer {}
  }

  /// Blocks for `timeout` at most.
  Answer post(Webhook webhook, String event, byte[] body, Duration timeout) {
    var request =
        HttpRequest.newBuilder(webhook.url())
            .header("Content-Type", "application/json")
            .header("User-Agent", "Klatch")
            .header("Klatch-Event", event)
            .header("Klatch-Signature", Signature.of(body, webhook.secrets(), clock.instant()))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var deadline = System.nanoTime() + timeout.toNanos();
    try {
      // The name may take its time to resolve.
      var refusal =
          within(deadline, CompletableFuture.supplyAsync(() -> refused(webhook), threads));
      return refusal.isEmpty()
          ? answered(within(deadline, client().sendAsync(request, body())))
          : new Answer.Failed(refusal);
    } catch (TimeoutException _) {
      return new Answer.Failed("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Answer.Failed(sentence(e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Failed("interrupted");
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (client != null) {
        client.shutdownNow();
      }
    }
    threads.shutdownNow();
  }

  /// Empty when it may be called.
  private String refused(Webhook webhook) {
    var refusal = rule.refusal(webhook.url());
    return refusal == null ? "" : refusal;
  }

  private static <T> T within(long deadline, CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } finally {
      future.cancel(true); // ends the exchange where it is not done
    }
  }

  private static BodyHandler<byte[]> body() {
    return BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX);
  }

  private static Answer answered(HttpResponse<byte[]> response) {
    return new Answer.Answered(response.statusCode(), response.body());
  }

  private static String sentence(@Nullable Throwable fault) {
    var text = String.valueOf(fault);
    return text.length() <= FAILURE_CHARACTERS_MAX
        ? text
        : text.substring(0, FAILURE_CHARACTERS_MAX);
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .executor(threads)
              .version(Version.HTTP_1_1)
              .proxy(HttpClient.Builder.NO_PROXY)
              .followRedirects(Redirect.NEVER)
              .build();
    }
    return client;
  }
}
