package io.klatch.socketio;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/// A tree as msgpack, each value in its shortest form. Calls itself as deep as the tree is.
final class MsgpackWriter {
  private final DataOutputStream out;

  private MsgpackWriter(DataOutputStream out) {
    this.out = out;
  }

  static byte[] write(JsonNode tree) {
    var bytes = new ByteArrayOutputStream(256);
    try {
      new MsgpackWriter(new DataOutputStream(bytes)).node(tree);
    } catch (IOException fault) {
      throw new UncheckedIOException("an array of bytes takes all", fault);
    }
    return bytes.toByteArray();
  }

  private void node(JsonNode node) throws IOException {
    switch (node) {
      case ObjectNode object -> {
        length(object.size(), 0x80, 16, 0xde);
        for (var property : object.properties()) {
          string(property.getKey());
          node(property.getValue());
        }
      }
      case ArrayNode array -> {
        length(array.size(), 0x90, 16, 0xdc);
        for (var element : array) {
          node(element);
        }
      }
      case BinaryNode binary -> binary(binary.binaryValue());
      case BooleanNode bool -> out.writeByte(bool.booleanValue() ? 0xc3 : 0xc2);
      case JsonNode string when string.isString() -> string(string.stringValue());
      case JsonNode integer when integer.canConvertToLong() && integer.isIntegralNumber() ->
          integer(integer.longValue());
      case JsonNode number when number.isNumber() -> {
        out.writeByte(0xcb);
        out.writeDouble(number.numberValue().doubleValue()); // Infinite ones too, as they came.
      }
      default -> out.writeByte(0xc0);
    }
  }

  /// Of an array or a map: in the first byte, in two or in four more.
  private void length(int length, int shortForm, int shortMax, int longForm) throws IOException {
    if (length < shortMax) {
      out.writeByte(shortForm | length);
    } else if (length < 1 << 16) {
      out.writeByte(longForm);
      out.writeShort(length);
    } else {
      out.writeByte(longForm + 1);
      out.writeInt(length);
    }
  }

  private void string(String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= 32 && bytes.length < 1 << 8) {
      out.writeByte(0xd9);
      out.writeByte(bytes.length);
    } else {
      length(bytes.length, 0xa0, 32, 0xda);
    }
    out.write(bytes);
  }

  private void binary(byte[] bytes) throws IOException {
    if (bytes.length < 1 << 8) {
      out.writeByte(0xc4);
      out.writeByte(bytes.length);
    } else {
      length(bytes.length, 0, 0, 0xc5);
    }
    out.write(bytes);
  }

  private void integer(long value) throws IOException {
    if (value >= -32 && value < 128) {
      out.writeByte((int) value);
    } else if (value >= 0 && value < 1 << 8) {
      out.writeByte(0xcc);
      out.writeByte((int) value);
    } else if (value >= 0 && value < 1 << 16) {
      out.writeByte(0xcd);
      out.writeShort((int) value);
    } else if (value >= 0 && value < 1L << 32) {
      out.writeByte(0xce);
      out.writeInt((int) value);
    } else if (value >= Byte.MIN_VALUE && value < 0) {
      out.writeByte(0xd0);
      out.writeByte((int) value);
    } else if (value >= Short.MIN_VALUE && value < 0) {
      out.writeByte(0xd1);
      out.writeShort((int) value);
    } else if (value >= Integer.MIN_VALUE && value < 0) {
      out.writeByte(0xd2);
      out.writeInt((int) value);
    } else {
      out.writeByte(value >= 0 ? 0xcf : 0xd3);
      out.writeLong(value);
    }
  }
}
