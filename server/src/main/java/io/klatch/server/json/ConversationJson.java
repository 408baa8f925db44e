package io.klatch.server.json;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationHead;
import io.klatch.domain.chat.MemberStanding;
import io.klatch.domain.chat.MemberStanding.Settings;
import io.klatch.domain.chat.Profile;
import tools.jackson.databind.json.JsonMapper;
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
    json.setAll(profile(conversation.profile()));
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

  /// `{title, picture, metadata, message_ttl_s, retention_days}`.
  static ObjectNode profile(Profile profile) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("title", profile.title());
    json.put("picture", profile.picture());
    var metadata = profile.metadata();
    json.set(
        "metadata",
        metadata == null
            ? JsonNodeFactory.instance.nullNode()
            : JsonMapper.shared().readTree(metadata));
    var ttl = profile.messageTtl();
    json.put("message_ttl_s", ttl == null ? null : ttl.toSeconds());
    return json.put("retention_days", profile.retentionDays());
  }

  /// `{archived, pinned, muted_until}`.
  public static ObjectNode settings(Settings settings) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("archived", settings.archived());
    json.put("pinned", settings.pinned());
    var until = settings.mutedUntil();
    json.put("muted_until", until == null ? null : Times.wire(until));
    return json;
  }

  /// `{role, archived, pinned, muted_until}`: how a member stands.
  public static ObjectNode standing(MemberStanding standing) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("role", standing.role().wire());
    json.setAll(settings(standing.settings()));
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
