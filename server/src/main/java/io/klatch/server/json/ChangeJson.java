package io.klatch.server.json;

import io.klatch.domain.chat.Change;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Changes as clients see them, live, replayed and in `message:changes`: the name of the event and
/// its payload. The same in every dialect.
public final class ChangeJson {
  private ChangeJson() {}

  /// The event that brings it.
  public static String event(Change change) {
    return switch (change.what()) {
      case Change.MemberAdded _ -> "member:added";
      case Change.MemberRemoved _ -> "member:removed";
    };
  }

  /// Its first argument.
  public static ObjectNode payload(Change change) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("conversation_id", change.conversation().value());
    json.put("change_seq", change.number().value());
    json.put("actor_id", change.actor().value());
    json.put("at", Times.wire(change.at()));
    switch (change.what()) {
      case Change.MemberAdded(var user, _) -> json.put("user_id", user.value());
      case Change.MemberRemoved(var user) -> json.put("user_id", user.value());
    }
    return json;
  }

  /// An entry of `message:changes`: the payload with the event's name.
  public static ObjectNode entry(Change change) {
    return payload(change).put("event", event(change));
  }
}
