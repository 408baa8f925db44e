package io.klatch.server.json;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The same object under the names other systems have for its fields: `room_id` is `roomId`.
public final class CamelCase {
  private CamelCase() {}

  public static ObjectNode of(ObjectNode json) {
    var renamed = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      renamed.set(name(field.getKey()), value(field.getValue()));
    }
    return renamed;
  }

  private static JsonNode value(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> of(object);
      case ArrayNode array -> {
        var renamed = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> renamed.add(value(each)));
        yield renamed;
      }
      default -> value;
    };
  }

  private static String name(String name) {
    var camel = new StringBuilder(name.length());
    var raise = false;
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c == '_') {
        raise = true;
      } else {
        camel.append(raise ? Character.toUpperCase(c) : c);
        raise = false;
      }
    }
    return camel.toString();
  }
}
