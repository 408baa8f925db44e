package io.klatch.server.api;

import io.klatch.domain.webhook.DeadLetter;
import io.klatch.domain.webhook.EventType;
import io.klatch.domain.webhook.Webhook;
import io.klatch.domain.webhook.WebhookWatch.State;
import io.klatch.server.json.Times;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows webhooks without their secrets, and what they did not take.
final class WebhookJson {
  private WebhookJson() {}

  /// @param state null for one that is asked
  static ObjectNode of(Webhook webhook, @Nullable State state) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("webhook_id", webhook.key().id());
    json.put("url", webhook.url().toString());
    var events = json.putArray("events");
    webhook.events().stream().map(EventType::wire).sorted().forEach(events::add);
    var before = webhook.beforeSend();
    if (before == null) {
      json.putNull("before_send");
    } else {
      json.putObject("before_send")
          .put("deadline_ms", before.deadline().toMillis())
          .put("fail_open", before.failOpen());
    }
    json.put("active", webhook.active());
    json.put("secrets", webhook.secrets().size());
    json.put("created_at", Times.wire(webhook.createdAt()));
    var since = state == null ? null : state.failingSince();
    json.put("waiting", state == null ? 0 : state.waiting());
    json.put("failing_since", since == null ? null : Times.wire(since));
    json.put("failure", state == null ? null : state.failure());
    return json;
  }

  static ObjectNode of(DeadLetter letter) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("tries", letter.tries());
    json.put("failure", letter.failure());
    json.put("given_up_at", Times.wire(letter.at()));
    json.set("event", JsonMapper.shared().readTree(letter.body()));
    return json;
  }
}
