package io.klatch.server.json;

import io.klatch.domain.attachment.Attachment;
import tools.jackson.databind.node.ObjectNode;

/// A file as messages show it, and as its uploader is answered. Says nothing that differs by
/// reader.
public final class AttachmentJson {
  private AttachmentJson() {}

  /// Adds its fields.
  public static ObjectNode addTo(ObjectNode json, Attachment attachment) {
    json.put("attachment_id", attachment.id().value());
    json.put("name", attachment.name().value());
    json.put("type", attachment.type().wire());
    json.put("size", attachment.size());
    var extent = attachment.extent();
    if (extent != null) {
      json.put("width", extent.width());
      json.put("height", extent.height());
    }
    if (attachment.thumbnail()) {
      json.put("thumbnail", true);
    }
    return json;
  }
}
