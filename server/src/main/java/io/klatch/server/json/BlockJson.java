package io.klatch.server.json;

import io.klatch.domain.kernel.UserId;
import io.klatch.domain.safety.BlockPage.Block;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Blocks as their owner sees them.
public final class BlockJson {
  private BlockJson() {}

  /// `{user_id, blocked, at}`: that it is so from then on.
  public static ObjectNode of(UserId user, boolean blocked, Instant at) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("user_id", user.value());
    json.put("blocked", blocked);
    return json.put("at", Times.wire(at));
  }

  /// `{user_id, blocked_at}`, one of a list.
  public static ObjectNode of(Block block) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("user_id", block.user().value());
    return json.put("blocked_at", Times.wire(block.since()));
  }
}
