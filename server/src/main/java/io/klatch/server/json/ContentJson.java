package io.klatch.server.json;

import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.chat.Message;
import io.klatch.domain.kernel.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a message object has beside the fields every message has. A field that would say nothing is
/// left out, so that a plain message is as small as it can be.
public final class ContentJson {
  /// In `mentions`, beside the ids of users.
  static final String HERE = "@here";

  static final String ALL = "@all";

  private static final JsonMapper JSON = JsonMapper.shared();

  private ContentJson() {}

  static void addTo(ObjectNode json, Message message) {
    if (message.sender().equals(UserId.SYSTEM)) {
      json.put("type", "system");
    }
    addContent(json, message.content());
    var expiresAt = message.expiresAt();
    if (expiresAt != null) {
      json.put("expires_at", Times.wire(expiresAt));
    }
    addMarks(json, message);
  }

  /// A message's body as it is shown where it is always named.
  public static JsonNode body(@Nullable String stored) {
    return stored == null ? JsonNodeFactory.instance.nullNode() : JSON.readTree(stored);
  }

  static void addContent(ObjectNode json, Content content) {
    if (content.replyTo() != null) {
      json.put("reply_to", content.replyTo().value());
    }
    if (content.thread() != null) {
      json.put("thread", content.thread().value());
    }
    if (!content.mentions().isEmpty()) {
      addMentions(json, content.mentions());
    }
    if (content.body() != null) {
      json.set("body", body(content.body()));
    }
    if (content.forwardedFrom() != null) {
      json.put("forwarded_from", content.forwardedFrom().value());
    }
    if (!content.attachments().isEmpty()) {
      var list = json.putArray("attachments");
      content.attachments().forEach(each -> AttachmentJson.addTo(list.addObject(), each));
    }
  }

  private static void addMentions(ObjectNode json, Mentions mentions) {
    var list = json.putArray("mentions");
    mentions.users().forEach(user -> list.add(user.value()));
    if (mentions.here()) {
      list.add(HERE);
    }
    if (mentions.all()) {
      list.add(ALL);
    }
  }

  private static void addMarks(ObjectNode json, Message message) {
    var marks = message.marks();
    if (marks.editedAt() != null) {
      json.put("edited_at", Times.wire(marks.editedAt()));
    }
    if (marks.deleted()) {
      json.put("deleted", true);
    }
    if (marks.pinned()) {
      json.put("pinned", true);
    }
    if (marks.replies() > 0) {
      json.put("replies", marks.replies());
    }
    if (!marks.reactions().isEmpty()) {
      var list = json.putArray("reactions");
      for (var reaction : marks.reactions()) {
        var entry = list.addObject();
        entry.put("emoji", reaction.emoji().value());
        entry.put("count", reaction.count());
        entry.put("mine", reaction.mine());
      }
    }
  }
}
