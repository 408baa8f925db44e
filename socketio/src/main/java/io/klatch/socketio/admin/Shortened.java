package io.klatch.socketio.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Copies what applications and clients made, of whatever size, into JSON that can be shown: with
/// an end, without bytes, and without halves of characters, which could not be written.
final class Shortened {
  private static final String MORE = "…";

  /// What a value costs besides its text, so that a list of nothing has an end too.
  private static final int VALUE_CHARS = 4;

  private int left;

  private Shortened(int charsMax) {
    this.left = charsMax;
  }

  /// @param value anything Jackson can write
  /// @param charsMax about so long, as JSON
  static JsonNode of(Object value, int charsMax) {
    JsonNode tree;
    try {
      tree = JsonMapper.shared().valueToTree(value);
    } catch (RuntimeException | StackOverflowError _) {
      // An application may be changing it, and it may contain itself.
      return JsonNodeFactory.instance.objectNode().put(MORE, "cannot be shown as JSON");
    }
    return new Shortened(charsMax).copy(tree);
  }

  static String text(String text, int charsMax) {
    return new Shortened(charsMax).text(text);
  }

  private JsonNode copy(JsonNode node) {
    left -= VALUE_CHARS;
    if (node.isString()) {
      return JsonNodeFactory.instance.stringNode(text(node.stringValue()));
    }
    if (node.isBinary()) {
      return JsonNodeFactory.instance.stringNode("(" + node.binaryValue().length + " bytes)");
    }
    return switch (node) {
      case ArrayNode array -> array(array);
      case ObjectNode object -> object(object);
      default -> node;
    };
  }

  private ArrayNode array(ArrayNode from) {
    var copy = JsonNodeFactory.instance.arrayNode();
    for (var value : from.values()) {
      if (left <= 0) {
        return copy.add(MORE);
      }
      copy.add(copy(value));
    }
    return copy;
  }

  private ObjectNode object(ObjectNode from) {
    var copy = JsonNodeFactory.instance.objectNode();
    for (var property : from.properties()) {
      if (left <= 0) {
        return copy.put(MORE, MORE);
      }
      copy.set(text(property.getKey()), copy(property.getValue()));
    }
    return copy;
  }

  private String text(String text) {
    int length = Math.min(text.length(), Math.max(left, 0));
    left -= length;
    var start = new String(text.substring(0, length).getBytes(UTF_8), UTF_8);
    return length < text.length() ? start + MORE : start;
  }
}
