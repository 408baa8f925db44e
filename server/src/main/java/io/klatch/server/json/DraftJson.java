package io.klatch.server.json;

import io.klatch.domain.draft.Draft;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Drafts as their user sees them.
public final class DraftJson {
  private DraftJson() {}

  /// `{conversation_id, updated_at, text, body?, reply_to?, thread?}`; an empty text and nothing
  /// else when there is none any more.
  public static ObjectNode of(Draft draft) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", draft.conversation().value());
    json.put("updated_at", Times.wire(draft.updatedAt()));
    var writing = draft.writing();
    if (writing == null) {
      return json.put("text", "");
    }
    json.put("text", writing.text());
    if (writing.body() != null) {
      json.set("body", JsonMapper.shared().readTree(writing.body()));
    }
    if (writing.replyTo() != null) {
      json.put("reply_to", writing.replyTo().value());
    }
    if (writing.thread() != null) {
      json.put("thread", writing.thread().value());
    }
    return json;
  }
}
