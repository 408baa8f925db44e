package io.klatch.server.json;

import io.klatch.domain.user.User;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Users as back ends see them.
public final class UserJson {
  private UserJson() {}

  /// The user object of docs/protocol.md.
  public static ObjectNode of(User user) {
    var json = JsonNodeFactory.instance.objectNode();
    var profile = user.profile();
    var custom = profile.custom();
    json.put("user_id", user.key().user().value());
    json.put("name", profile.name());
    json.put("picture", profile.picture());
    json.put("role", profile.role());
    json.set(
        "custom",
        custom == null
            ? JsonNodeFactory.instance.nullNode()
            : JsonMapper.shared().readTree(custom));
    json.put("created_at", Times.wire(user.createdAt()));
    json.put("updated_at", Times.wire(user.updatedAt()));
    return json;
  }
}
