package io.klatch.server.api;

import io.klatch.domain.kernel.ConversationId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the fields of one client's payload, naming the field and what it must be when it is not.
///
/// A field that is null counts as absent. Fields nobody reads are ignored, so that a newer client
/// can talk to an older server.
final class Payload {
  private final ObjectNode json;

  private Payload(ObjectNode json) {
    this.json = json;
  }

  /// The payload is not what it must be; the message is for the client. Never leaves the package.
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  static Payload of(@Nullable JsonNode json) {
    if (json instanceof ObjectNode object) {
      return new Payload(object);
    }
    throw new Malformed("the payload must be an object");
  }

  String text(String field) {
    var text = textOrNull(field);
    if (text == null) {
      throw new Malformed(field + " must be a string");
    }
    return text;
  }

  @Nullable String textOrNull(String field) {
    var node = present(field);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      throw new Malformed(field + " must be a string");
    }
    return node.stringValue();
  }

  /// Null when the text cannot be an id: such a conversation does not exist.
  @Nullable ConversationId conversation(String field) {
    var id = text(field);
    return ConversationId.isValid(id) ? new ConversationId(id) : null;
  }

  /// At most `max` strings.
  List<String> texts(String field, int max) {
    var node = present(field);
    if (node == null || !node.isArray()) {
      throw new Malformed(field + " must be an array of strings");
    }
    if (node.size() > max) {
      throw new Malformed(field + " has " + node.size() + " entries, at most " + max);
    }
    var texts = new ArrayList<String>();
    for (var entry : node) {
      if (!entry.isString()) {
        throw new Malformed(field + " must be an array of strings");
      }
      texts.add(entry.stringValue());
    }
    return texts;
  }

  /// At most `max` objects; null when the field is absent.
  @Nullable List<Payload> objectsOrNull(String field, int max) {
    var node = present(field);
    if (node == null) {
      return null;
    }
    if (!node.isArray() || node.isEmpty() || node.size() > max) {
      throw new Malformed(field + " must be an array of 1 to " + max + " objects");
    }
    return node.valueStream().map(Payload::of).toList();
  }

  long whole(String field, long min, long max) {
    var number = wholeOrNull(field, min, max);
    if (number == null) {
      throw new Malformed(field + " must be a whole number from " + min + " to " + max);
    }
    return number;
  }

  @Nullable Long wholeOrNull(String field, long min, long max) {
    var node = present(field);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new Malformed(field + " must be a whole number from " + min + " to " + max);
    }
    var number = node.longValue();
    if (number < min || number > max) {
      throw new Malformed(field + " must be a whole number from " + min + " to " + max);
    }
    return number;
  }

  @Nullable Boolean flagOrNull(String field) {
    var node = present(field);
    if (node == null) {
      return null;
    }
    if (!node.isBoolean()) {
      throw new Malformed(field + " must be true or false");
    }
    return node.booleanValue();
  }

  boolean has(String field) {
    return present(field) != null;
  }

  /// Whether the field is there, null or not.
  boolean isGiven(String field) {
    return json.has(field);
  }

  @Nullable ObjectNode objectOrNull(String field) {
    var node = present(field);
    if (node == null) {
      return null;
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new Malformed(field + " must be an object");
  }

  private @Nullable JsonNode present(String field) {
    var node = json.get(field);
    return node == null || node.isNull() ? null : node;
  }
}
