package io.klatch.server.json;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.typing.TypingView;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Who is typing, as a viewer sees it.
public final class TypingJson {
  private TypingJson() {}

  /// `{conversation_id, users: [{user_id, name, kind}], count, display_text}`
  public static ObjectNode of(ConversationId conversation, TypingView view) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", conversation.value());
    var users = json.putArray("users");
    for (var typist : view.users()) {
      users
          .addObject()
          .put("user_id", typist.user().value())
          .put("name", typist.name())
          .put("kind", typist.kind().wire());
    }
    json.put("count", view.count());
    json.put("display_text", view.text());
    return json;
  }
}
