package io.klatch.server.json;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationHead;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Conversations as clients see them.
public final class ConversationJson {
  private ConversationJson() {}

  /// The conversation object of docs/protocol.md.
  public static ObjectNode canonical(Conversation conversation) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", conversation.id().value());
    json.put("type", conversation.type().wire());
    json.put("title", conversation.title());
    var members = json.putArray("member_ids");
    conversation.members().forEach(member -> members.add(member.value()));
    json.put("created_by", conversation.createdBy().value());
    json.put("created_at", Times.wire(conversation.createdAt()));
    json.put("last_seq", conversation.lastSeq().value());
    json.put("change_seq", conversation.changeSeq().value());
    var last = conversation.lastMessage();
    json.set(
        "last_message",
        last == null ? JsonNodeFactory.instance.nullNode() : Dialect.CANONICAL.message(last));
    return json;
  }

  /// `{conversation_id, last_seq, change_seq}`, as `sync:get` lists them.
  public static ObjectNode head(ConversationHead head) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", head.conversation().value());
    json.put("last_seq", head.lastSeq().value());
    json.put("change_seq", head.changeSeq().value());
    return json;
  }

  /// Linsta's `ChatRoom`: `{_id, participants, createdAt, updatedAt}`.
  public static ObjectNode linstaRoom(Conversation conversation) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("_id", conversation.id().value());
    var participants = json.putArray("participants");
    conversation.members().forEach(member -> participants.add(member.value()));
    json.put("createdAt", Times.wire(conversation.createdAt()));
    json.put("updatedAt", Times.wire(conversation.lastActivityAt()));
    return json;
  }
}
