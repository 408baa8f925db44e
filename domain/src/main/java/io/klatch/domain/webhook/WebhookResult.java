package io.klatch.domain.webhook;

/// What [Webhooks] did.
public sealed interface WebhookResult {
  record Saved(Webhook webhook) implements WebhookResult {}

  record Removed() implements WebhookResult {}

  record NotFound() implements WebhookResult {}

  /// The tenant has as many as it may, or one that is asked before a send already.
  record TooMany(String what, int max) implements WebhookResult {}

  record Unavailable() implements WebhookResult {}
}
