package io.klatch.socketio;

import io.klatch.socketio.packet.SocketPacket;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the JSON of Socket.IO packets, in which bytes stand as `{"_placeholder":true,"num":n}`
/// and follow as attachments; `JsonReader` reads it.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  static ObjectNode emptyObject() {
    return MAPPER.createObjectNode();
  }

  /// What `write` has made of an object, or an empty one.
  static ObjectNode object(@Nullable String written) {
    return written == null ? emptyObject() : (ObjectNode) MAPPER.readTree(written);
  }

  /// @param text JSON in UTF-8
  record Written(byte[] text, List<byte[]> attachments) {}

  /// Writes an array of a name, if any, and arguments.
  ///
  /// @throws IllegalArgumentException if an argument cannot be written as JSON, or there are more
  ///   than ten attachments
  static Written writeArgs(@Nullable String name, @Nullable Object... args) {
    var bytes = new ByteArrayOutputStream(256);
    var attachments = new ArrayList<byte[]>(0);
    try (var generator = new Detaching(MAPPER.createGenerator(bytes), attachments)) {
      generator.writeStartArray();
      if (name != null) {
        generator.writeString(name);
      }
      for (var arg : args) {
        MAPPER.writeValue(generator, arg);
      }
      generator.writeEndArray();
      generator.check();
    } catch (JacksonException fault) {
      throw new IllegalArgumentException("an argument cannot be written as JSON", fault);
    }
    return new Written(bytes.toByteArray(), attachments);
  }

  /// What `writeArgs` writes, as a tree with its bytes in it.
  static ArrayNode array(Object... args) {
    var array = MAPPER.createArrayNode();
    for (var arg : args) {
      array.add(tree(arg));
    }
    return array;
  }

  static JsonNode tree(@Nullable Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (JacksonException fault) {
      throw new IllegalArgumentException("an argument cannot be written", fault);
    }
  }

  /// What CONNECT is answered with.
  static ObjectNode connected(String sid, @Nullable String pid) {
    var answer = emptyObject().put("sid", sid);
    return pid == null ? answer : answer.put("pid", pid);
  }

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Writes a placeholder where bytes would stand, and collects the bytes: the same array, however
  /// often it comes, is one attachment, so that an echo is no larger than what it echoes.
  private static final class Detaching extends JsonGeneratorDelegate {
    private final List<byte[]> attachments;
    private int tooMany;

    Detaching(JsonGenerator target, List<byte[]> attachments) {
      super(target, false);
      this.attachments = attachments;
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
      var bytes = data;
      if (offset != 0 || length != data.length) {
        bytes = Arrays.copyOfRange(data, offset, offset + length);
      }
      writeStartObject();
      writeBooleanProperty(JsonReader.PLACEHOLDER, true);
      writeNumberProperty(JsonReader.NUM, numberOf(bytes));
      writeEndObject();
      return this;
    }

    @SuppressWarnings(
        "ReferenceEquality") // Comparing what they hold would cost more than it saves.
    private int numberOf(byte[] bytes) {
      for (int i = 0; i < attachments.size(); i++) {
        if (attachments.get(i) == bytes) {
          return i;
        }
      }
      if (attachments.size() < SocketPacket.ATTACHMENTS_MAX) {
        attachments.add(bytes);
      } else {
        tooMany++;
      }
      return attachments.size() - 1;
    }

    void check() {
      if (tooMany > 0) {
        throw new IllegalArgumentException(
            (attachments.size() + tooMany)
                + " attachments, at most "
                + SocketPacket.ATTACHMENTS_MAX);
      }
    }
  }
}
