package io.klatch.server.api;

import io.klatch.domain.draft.Drafts;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.json.DraftJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the caller has begun to write, in `me`.
public final class DraftView implements OwnView {
  private final Drafts drafts;

  public DraftView(Drafts drafts) {
    this.drafts = drafts;
  }

  @Override
  public Map<ConversationId, ObjectNode> of(UserKey caller, List<ConversationId> conversations) {
    var found = drafts.of(caller, conversations);
    var own = new HashMap<ConversationId, ObjectNode>();
    for (var id : conversations) {
      var draft = found.get(id);
      var json = JsonNodeFactory.instance.objectNode();
      if (draft == null) {
        json.putNull("draft");
      } else {
        json.set("draft", DraftJson.of(draft));
      }
      own.put(id, json);
    }
    return own;
  }
}
