package io.klatch.server.api;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.Inbox;
import io.klatch.server.json.UnreadJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What the caller has not read, in `me`.
public final class UnreadView implements OwnView {
  private final Inbox inbox;

  public UnreadView(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public Map<ConversationId, ObjectNode> of(UserKey caller, List<ConversationId> conversations) {
    var own = new HashMap<ConversationId, ObjectNode>();
    inbox.of(caller, conversations).forEach((id, unread) -> own.put(id, UnreadJson.of(unread)));
    return own;
  }
}
