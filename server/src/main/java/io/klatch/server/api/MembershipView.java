package io.klatch.server.api;

import io.klatch.domain.chat.MemberStore;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.server.json.ConversationJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The caller's role and settings, in `me`.
public final class MembershipView implements OwnView {
  private final MemberStore members;

  public MembershipView(MemberStore members) {
    this.members = members;
  }

  @Override
  public Map<ConversationId, ObjectNode> of(UserKey caller, List<ConversationId> conversations) {
    var own = new HashMap<ConversationId, ObjectNode>();
    members
        .standings(caller, conversations)
        .forEach((id, standing) -> own.put(id, ConversationJson.standing(standing)));
    return own;
  }
}
