package io.klatch.domain.webhook;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.UnavailableException;
import java.util.List;
import java.util.function.Supplier;

/// Shows a tenant what its webhooks did not take, and has it sent once more. Blocks; call on a
/// virtual thread.
public final class DeadLetters {
  /// Sent once more by one call.
  public static final int AGAIN_MAX = 100;

  private final Webhooks webhooks;
  private final WebhookStore store;
  private final WebhookWatch watch;

  public DeadLetters(Webhooks webhooks, WebhookStore store, WebhookWatch watch) {
    this.webhooks = webhooks;
    this.store = store;
    this.watch = watch;
  }

  /// By rising position, from the start at [LogPosition#START].
  public LettersResult list(WebhookKey key, LogPosition after, int limit) {
    if (webhooks.find(key) == null) {
      return new LettersResult.NotFound();
    }
    try {
      var found = store.deadLetters(key, after, limit + 1);
      var more = found.size() > limit;
      return new LettersResult.Page(more ? found.subList(0, limit) : found, more);
    } catch (UnavailableException _) {
      return new LettersResult.Unavailable();
    }
  }

  /// The oldest; each stays a dead letter until it is taken.
  public LettersResult again(WebhookKey key) {
    return again(key, () -> store.deadLetters(key, LogPosition.START, AGAIN_MAX));
  }

  /// One of them.
  public LettersResult again(WebhookKey key, LogPosition position) {
    return again(
        key,
        () ->
            store.deadLetters(key, position.previous(), 1).stream()
                .filter(each -> each.position().equals(position))
                .toList());
  }

  private LettersResult again(WebhookKey key, Supplier<List<DeadLetter>> letters) {
    if (webhooks.find(key) == null) {
      return new LettersResult.NotFound();
    }
    try {
      var chosen = letters.get();
      watch.again(key, chosen);
      return new LettersResult.Again(chosen.size());
    } catch (UnavailableException _) {
      return new LettersResult.Unavailable();
    }
  }
}
