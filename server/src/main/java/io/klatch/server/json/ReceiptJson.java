package io.klatch.server.json;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.Marks;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Receipts as clients see them.
public final class ReceiptJson {
  private ReceiptJson() {}

  /// How the caller stands: `{conversation_id, read_seq, delivered_seq}`, with what they have read
  /// in private.
  public static ObjectNode own(ConversationId conversation, Marks marks) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", conversation.value());
    json.put("read_seq", marks.readByMember().value());
    json.put("delivered_seq", marks.delivered().value());
    return json;
  }

  /// How others see a member: `{user_id, read_seq, delivered_seq}`.
  public static ObjectNode of(UserId user, Marks marks) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("user_id", user.value());
    json.put("read_seq", marks.read().value());
    json.put("delivered_seq", marks.delivered().value());
    return json;
  }
}
