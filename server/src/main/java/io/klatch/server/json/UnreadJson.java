package io.klatch.server.json;

import io.klatch.domain.receipt.Unread;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is unread, as its user sees it.
public final class UnreadJson {
  private UnreadJson() {}

  /// `{read_seq, delivered_seq, unread, mentions, marked_unread}`
  public static ObjectNode of(Unread unread) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("read_seq", unread.standing().marks().readByMember().value());
    json.put("delivered_seq", unread.standing().marks().delivered().value());
    json.put("unread", unread.count());
    json.put("mentions", unread.mentions());
    json.put("marked_unread", unread.standing().markedUnread());
    return json;
  }
}
