package io.klatch.socketio;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.SocketPacket;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON of Socket.IO packets, in which bytes stand as `{"_placeholder":true,"num":n}` and follow as
/// attachments.
final class Json {
  private static final int DEPTH_MAX = 200;
  private static final int NUMBER_LENGTH_MAX = 400;
  private static final String PLACEHOLDER = "_placeholder";
  private static final String NUM = "num";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_LENGTH_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static ObjectNode emptyObject() {
    return MAPPER.createObjectNode();
  }

  /// @throws MalformedPacketException if it is no JSON, too deep, or followed by something
  static JsonNode parse(String text) throws MalformedPacketException {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException _) {
      throw new MalformedPacketException("bad JSON");
    }
  }

  /// Reads the array of an event or acknowledgement and puts the attachments, by reference, where
  /// their placeholders stand. A text packet has no attachments, and what looks like a placeholder
  /// in it is just an object.
  static ArrayNode parseArgs(String text, List<byte[]> attachments)
      throws MalformedPacketException {
    if (!(parse(text) instanceof ArrayNode args)) {
      throw new MalformedPacketException("payload must be an array");
    }
    if (!attachments.isEmpty()) {
      for (int i = 0; i < args.size(); i++) {
        args.set(i, fill(args.get(i), attachments));
      }
    }
    return args;
  }

  private static JsonNode fill(JsonNode node, List<byte[]> attachments)
      throws MalformedPacketException {
    switch (node) {
      case ObjectNode object when BooleanNode.TRUE.equals(object.get(PLACEHOLDER)) -> {
        return attachment(object, attachments);
      }
      case ObjectNode object -> {
        for (var name : List.copyOf(object.propertyNames())) {
          object.set(name, fill(object.get(name), attachments));
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, fill(array.get(i), attachments));
        }
      }
      default -> {}
    }
    return node;
  }

  private static BinaryNode attachment(ObjectNode placeholder, List<byte[]> attachments)
      throws MalformedPacketException {
    var num = placeholder.get(NUM);
    if (num == null || !num.isInt() || num.intValue() < 0 || num.intValue() >= attachments.size()) {
      throw new MalformedPacketException("placeholder names no attachment");
    }
    return BinaryNode.valueOf(attachments.get(num.intValue()));
  }

  /// @param text JSON in UTF-8
  record Written(byte[] text, List<byte[]> attachments) {}

  /// Writes an array of a name, if any, and arguments.
  ///
  /// @throws IllegalArgumentException if an argument cannot be written as JSON, or there are more
  ///   than ten attachments
  static Written writeArgs(@Nullable String name, Object... args) {
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
    } catch (JacksonException fault) {
      throw new IllegalArgumentException("an argument cannot be written as JSON", fault);
    }
    if (attachments.size() > SocketPacket.ATTACHMENTS_MAX) {
      throw new IllegalArgumentException(
          attachments.size() + " attachments, at most " + SocketPacket.ATTACHMENTS_MAX);
    }
    return new Written(bytes.toByteArray(), attachments);
  }

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Writes a placeholder where bytes would stand, and collects the bytes.
  private static final class Detaching extends JsonGeneratorDelegate {
    private final List<byte[]> attachments;

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
      writeBooleanProperty(PLACEHOLDER, true);
      writeNumberProperty(NUM, attachments.size());
      writeEndObject();
      attachments.add(bytes);
      return this;
    }
  }
}
