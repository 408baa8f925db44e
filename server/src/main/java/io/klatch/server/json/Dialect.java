package io.klatch.server.json;

import io.klatch.domain.chat.Message;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The vocabularies of docs/protocol.md: the same message under the field names each expects, and
/// the name of the event that brings it.
public enum Dialect {
  CANONICAL(
      "message:new", "message_id", "conversation_id", "sender_id", "client_msg_id", "created_at"),
  LINSTA("receive_message", "_id", "chatRoomId", "senderId", "clientMsgId", "createdAt"),
  CAMEL("newMessage", "messageId", "conversationId", "senderId", "clientMessageId", "createdAt");

  private final String messageEvent;
  private final String id;
  private final String conversation;
  private final String sender;
  private final String clientId;
  private final String createdAt;

  Dialect(
      String messageEvent,
      String id,
      String conversation,
      String sender,
      String clientId,
      String createdAt) {
    this.messageEvent = messageEvent;
    this.id = id;
    this.conversation = conversation;
    this.sender = sender;
    this.clientId = clientId;
    this.createdAt = createdAt;
  }

  /// The event that brings a live message.
  public String messageEvent() {
    return messageEvent;
  }

  public ObjectNode message(Message message) {
    var clientMessageId = message.clientMessageId();
    var json = JsonNodeFactory.instance.objectNode();
    json.put(id, message.id().value());
    json.put(conversation, message.conversation().value());
    json.put("seq", message.seq().value());
    json.put(sender, message.sender().value());
    json.put("text", message.text());
    json.put(clientId, clientMessageId == null ? null : clientMessageId.value());
    json.put(createdAt, Times.wire(message.createdAt()));
    if (this == CANONICAL) {
      ContentJson.addTo(json, message);
    }
    return json;
  }

  /// The dialect's name in `auth.profile` and in the session store.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#wire] wrote; null when there is no such dialect.
  public static @Nullable Dialect parse(String wire) {
    for (var dialect : values()) {
      if (dialect.wire().equals(wire)) {
        return dialect;
      }
    }
    return null;
  }
}
