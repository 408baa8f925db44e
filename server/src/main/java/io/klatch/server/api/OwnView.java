package io.klatch.server.api;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.UserKey;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A part of `me`, what an answer tells of a conversation that concerns the caller alone. Blocks.
@FunctionalInterface
public interface OwnView {
  /// @return fields by conversation; none for one the caller is not in
  Map<ConversationId, ObjectNode> of(UserKey caller, List<ConversationId> conversations);
}
