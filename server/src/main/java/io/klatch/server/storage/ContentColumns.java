package io.klatch.server.storage;

import io.klatch.domain.attachment.Attachment;
import io.klatch.domain.attachment.AttachmentId;
import io.klatch.domain.attachment.Extent;
import io.klatch.domain.attachment.FileName;
import io.klatch.domain.attachment.FileType;
import io.klatch.domain.chat.Content;
import io.klatch.domain.chat.Mentions;
import io.klatch.domain.kernel.MessageId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A message's content beside its text as its columns `thread` and `extras`, both null for most. A
/// field of the JSON that is absent says nothing.
final class ContentColumns {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ContentColumns() {}

  static @Nullable String extras(Content content) {
    if (content.equals(Content.NONE)) {
      return null;
    }
    var json = JsonNodeFactory.instance.objectNode();
    if (content.replyTo() != null) {
      json.put("reply_to", content.replyTo().value());
    }
    if (!content.mentions().isEmpty()) {
      var users = json.putArray("mentions");
      content.mentions().users().forEach(user -> users.add(user.value()));
      json.put("here", content.mentions().here());
      json.put("all", content.mentions().all());
    }
    if (content.body() != null) {
      json.set("body", JSON.readTree(content.body()));
    }
    if (content.forwardedFrom() != null) {
      json.put("forwarded_from", content.forwardedFrom().value());
    }
    if (!content.attachments().isEmpty()) {
      var files = json.putArray("attachments");
      content.attachments().forEach(each -> write(files.addObject(), each));
    }
    return json.isEmpty() ? null : json.toString();
  }

  /// @param thread 0 for none
  static Content content(long thread, @Nullable String extras) {
    var inThread = thread == 0 ? null : new Seq(thread);
    if (extras == null) {
      return inThread == null
          ? Content.NONE
          : new Content(null, inThread, Mentions.NONE, null, null);
    }
    var json = JSON.readTree(extras);
    var replyTo = json.get("reply_to");
    var body = json.get("body");
    var from = json.get("forwarded_from");
    return new Content(
        replyTo == null ? null : new Seq(replyTo.longValue()),
        inThread,
        mentions(json),
        body == null ? null : body.toString(),
        from == null ? null : new MessageId(from.stringValue()),
        json.path("attachments").valueStream().map(ContentColumns::attachment).toList());
  }

  private static void write(ObjectNode json, Attachment attachment) {
    json.put("id", attachment.id().value());
    json.put("name", attachment.name().value());
    json.put("type", attachment.type().wire());
    json.put("size", attachment.size());
    if (attachment.extent() != null) {
      json.put("width", attachment.extent().width());
      json.put("height", attachment.extent().height());
    }
    if (attachment.thumbnail()) {
      json.put("thumbnail", true);
    }
  }

  private static Attachment attachment(JsonNode json) {
    return new Attachment(
        new AttachmentId(json.get("id").stringValue()),
        new FileName(json.get("name").stringValue()),
        FileType.parse(json.get("type").stringValue()),
        json.get("size").longValue(),
        json.has("width")
            ? new Extent(json.get("width").intValue(), json.get("height").intValue())
            : null,
        json.path("thumbnail").asBoolean());
  }

  private static Mentions mentions(JsonNode json) {
    var users = json.get("mentions");
    if (users == null) {
      return Mentions.NONE;
    }
    List<UserId> found = users.valueStream().map(it -> new UserId(it.stringValue())).toList();
    return new Mentions(found, json.path("here").asBoolean(), json.path("all").asBoolean());
  }
}
