package io.klatch.domain.webhook;

import io.klatch.domain.event.LogPosition;
import java.util.List;
import java.util.Map;

/// Port: webhooks at rest. All block; call on a virtual thread. All throw
/// [io.klatch.domain.kernel.UnavailableException] when the store cannot do it now.
public interface WebhookStore {
  List<Webhook> all();

  /// Stores it in place of what was there. A new one begins at `start`.
  void save(Webhook webhook, LogPosition start);

  /// With its place and its dead letters.
  void remove(WebhookKey webhook);

  /// Up to where each has been told everything.
  Map<WebhookKey, LogPosition> progress();

  void advance(WebhookKey webhook, LogPosition position);

  /// Keeps it in place of an earlier one of the same event; the oldest beyond `max` are dropped.
  void bury(DeadLetter letter, int max);

  /// By rising position, at most `limit` after `after`.
  List<DeadLetter> deadLetters(WebhookKey webhook, LogPosition after, int limit);

  void unbury(WebhookKey webhook, LogPosition position);
}
