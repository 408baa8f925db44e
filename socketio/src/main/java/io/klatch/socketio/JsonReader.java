package io.klatch.socketio;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.MalformedPacketException.Kind;
import io.klatch.socketio.packet.PacketLimits;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the JSON of clients, within limits, and puts attachments where their placeholders stand.
final class JsonReader {
  static final String PLACEHOLDER = "_placeholder";
  static final String NUM = "num";

  private final PacketLimits limits;
  private final JsonMapper mapper;

  JsonReader(PacketLimits limits) {
    this.limits = limits;
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.jsonDepthMax())
            .maxStringLength(limits.jsonStringCharsMax())
            .maxNameLength(limits.jsonStringCharsMax())
            .maxNumberLength(limits.jsonNumberCharsMax())
            .build();
    this.mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /// @throws MalformedPacketException if it is no JSON, beyond a limit, or followed by something
  JsonNode parse(String text) throws MalformedPacketException {
    try {
      var node = mapper.readTree(text);
      if (node.isMissingNode()) {
        throw new MalformedPacketException(Kind.JSON, "no JSON");
      }
      return node;
    } catch (StreamConstraintsException _) {
      throw new MalformedPacketException(Kind.JSON, "JSON beyond a limit");
    } catch (JacksonException _) {
      throw new MalformedPacketException(Kind.JSON, "bad JSON");
    }
  }

  /// Reads the array of an event or acknowledgement and puts the attachments, by reference, where
  /// their placeholders stand. A text packet has no attachments, and what looks like a placeholder
  /// in it is just an object.
  ArrayNode parseArgs(String text, List<byte[]> attachments) throws MalformedPacketException {
    if (!(parse(text) instanceof ArrayNode args)) {
      throw new MalformedPacketException(Kind.PAYLOAD, "payload must be an array");
    }
    if (!attachments.isEmpty()) {
      new Filler(attachments, limits.referencedBytesMax()).fillElements(args);
    }
    return args;
  }

  /// Confined to one call of `parseArgs`. Calls itself as deep as the JSON is, which is limited.
  private static final class Filler {
    private final List<byte[]> attachments;
    private long bytesLeft;

    Filler(List<byte[]> attachments, long bytesMax) {
      this.attachments = attachments;
      this.bytesLeft = bytesMax;
    }

    void fillElements(ArrayNode array) throws MalformedPacketException {
      for (int i = 0; i < array.size(); i++) {
        var element = array.get(i);
        if (element.isContainer()) {
          array.set(i, fill(element));
        }
      }
    }

    private JsonNode fill(JsonNode node) throws MalformedPacketException {
      switch (node) {
        case ObjectNode object when BooleanNode.TRUE.equals(object.get(PLACEHOLDER)) -> {
          return attachment(object);
        }
        case ObjectNode object -> {
          for (var property : object.properties()) {
            if (property.getValue().isContainer()) {
              property.setValue(fill(property.getValue()));
            }
          }
        }
        case ArrayNode array -> fillElements(array);
        default -> {}
      }
      return node;
    }

    private BinaryNode attachment(ObjectNode placeholder) throws MalformedPacketException {
      var num = placeholder.get(NUM);
      if (num == null
          || !num.isInt()
          || num.intValue() < 0
          || num.intValue() >= attachments.size()) {
        throw new MalformedPacketException(Kind.PLACEHOLDER, "placeholder names no attachment");
      }
      var bytes = attachments.get(num.intValue());
      bytesLeft -= bytes.length;
      if (bytesLeft < 0) {
        throw new MalformedPacketException(Kind.PLACEHOLDER, "attachments named too often");
      }
      return BinaryNode.valueOf(bytes);
    }
  }
}
