package io.klatch.server.api;

import io.klatch.domain.webhook.BeforeSend;
import io.klatch.domain.webhook.EventType;
import io.klatch.domain.webhook.Webhook;
import io.klatch.server.api.Payload.Malformed;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a webhook is to be. A field that is absent stays as it is. Unknown fields are
/// refused: a rule that is misspelt must not look as if it held.
final class WebhookFields {
  private static final Set<String> KNOWN = Set.of("url", "events", "before_send", "active");
  private static final Set<String> KNOWN_BEFORE_SEND = Set.of("deadline_ms", "fail_open");

  private final Payload fields;

  private WebhookFields(Payload fields) {
    this.fields = fields;
  }

  static WebhookFields of(@Nullable JsonNode json) {
    if (json instanceof ObjectNode object) {
      refuseUnknown(object, KNOWN, "a webhook");
    }
    return new WebhookFields(Payload.of(json));
  }

  URI url() {
    try {
      return new URI(fields.text("url"));
    } catch (URISyntaxException e) {
      throw new Malformed("url must be an address");
    }
  }

  /// The usual events when it says neither which nor `before_send`.
  Set<EventType> events() {
    if (fields.has("events")) {
      return listed();
    }
    return fields.has("before_send") ? Set.of() : EventType.usual();
  }

  @Nullable BeforeSend beforeSend() {
    var json = fields.objectOrNull("before_send");
    if (json == null) {
      return null;
    }
    refuseUnknown(json, KNOWN_BEFORE_SEND, "before_send");
    var given = Payload.of(json);
    var deadline = given.wholeOrNull("deadline_ms", 0, Integer.MAX_VALUE);
    var open = given.flagOrNull("fail_open");
    return new BeforeSend(
        deadline == null ? BeforeSend.DEADLINE_USUAL : Duration.ofMillis(deadline),
        open == null || open);
  }

  /// What it is to be, given what it is.
  Webhook on(Webhook webhook) {
    var active = fields.flagOrNull("active");
    return new Webhook(
        webhook.key(),
        fields.has("url") ? url() : webhook.url(),
        fields.has("events") ? listed() : webhook.events(),
        fields.has("before_send") ? beforeSend() : webhook.beforeSend(),
        active == null ? webhook.active() : active,
        webhook.secrets(),
        webhook.createdAt());
  }

  private Set<EventType> listed() {
    var events = EnumSet.noneOf(EventType.class);
    for (var name : fields.texts("events", EventType.values().length)) {
      var event = EventType.parse(name);
      if (event == null) {
        throw new Malformed("events has " + name + ", known: " + known());
      }
      events.add(event);
    }
    return events;
  }

  private static String known() {
    return Arrays.stream(EventType.values()).map(EventType::wire).collect(Collectors.joining(", "));
  }

  private static void refuseUnknown(ObjectNode json, Set<String> known, String of) {
    for (var name : json.propertyNames()) {
      if (!known.contains(name)) {
        throw new Malformed(name + " is no field of " + of);
      }
    }
  }
}
