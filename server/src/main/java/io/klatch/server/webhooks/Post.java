package io.klatch.server.webhooks;

import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookStore;
import io.klatch.server.webhooks.HookClient.Answer;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What every follower works with.
///
/// @param threads virtual; each runs one post
record Post(
    HookClient client,
    WebhookStore store,
    WebhookConfig config,
    Executor threads,
    Counts counts,
    RandomGenerator random,
    InstantSource clock) {

  /// Blocks.
  Answer post(Webhook webhook, Parcel parcel) {
    return client.post(webhook, parcel.type.wire(), EventJson.bytes(parcel.body), config.timeout());
  }

  /// Null when it was taken.
  static @Nullable String failure(Answer answer) {
    return switch (answer) {
      case Answer.Answered(var status, _) ->
          status / 100 == 2 ? null : "answered with the status " + status;
      case Answer.Failed(var why) -> why;
    };
  }
}
