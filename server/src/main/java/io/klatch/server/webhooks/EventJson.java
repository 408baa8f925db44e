package io.klatch.server.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.klatch.domain.event.LogEvent;
import io.klatch.domain.webhook.EventType;
import io.klatch.server.json.ChangeJson;
import io.klatch.server.json.ConversationJson;
import io.klatch.server.json.Dialect;
import io.klatch.server.json.Times;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Entries of the log as back ends are told them: `{event_id, type, topic, tenant_id, at, data}`,
/// `data` being what clients are shown.
final class EventJson {
  private EventJson() {}

  /// The same whenever it is told.
  static String id(String epoch, long position) {
    return epoch + "-" + position;
  }

  static String of(String epoch, EventType type, LogEvent.OfConversation event) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("event_id", id(epoch, event.position().value()));
    json.put("type", type.wire());
    json.put("topic", type.topic());
    json.put("tenant_id", event.tenant().value());
    json.put("at", Times.wire(event.at()));
    json.set("data", data(event));
    return json.toString();
  }

  static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }

  private static ObjectNode data(LogEvent.OfConversation event) {
    return switch (event) {
      case LogEvent.MessageStored stored -> Dialect.CANONICAL.message(stored.message());
      case LogEvent.ConversationOpened opened -> ConversationJson.canonical(opened.conversation());
      case LogEvent.MemberJoined joined -> ChangeJson.payload(joined.told().change());
      case LogEvent.Changed changed -> ChangeJson.payload(changed.change());
    };
  }
}
