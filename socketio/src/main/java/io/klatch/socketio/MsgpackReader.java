package io.klatch.socketio;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.MalformedPacketException.Kind;
import io.klatch.socketio.packet.PacketLimits;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads msgpack of clients as a tree, within limits. Calls itself as deep as the tree is, which is
/// limited; no length is believed before the bytes are there.
///
/// Own code and not a library's, because what is read is hostile: here every length, depth and
/// number of containers has its bound, and the two extensions of the reference's encoder
/// (`undefined` and dates) their meaning. The usual library needs `sun.misc.Unsafe`, too.
final class MsgpackReader {
  /// Arrays and maps in small messages; larger ones may hold one in three bytes, as JSON could.
  private static final int CONTAINERS_MAX = 10_000;

  private static final int BYTES_PER_CONTAINER = 3;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final PacketLimits limits;
  private final ByteBuffer in;
  private int containersLeft;

  private MsgpackReader(byte[] bytes, PacketLimits limits) {
    this.limits = limits;
    this.in = ByteBuffer.wrap(bytes);
    this.containersLeft = Math.max(CONTAINERS_MAX, bytes.length / BYTES_PER_CONTAINER);
  }

  /// @throws MalformedPacketException if it is not one value, or beyond a limit
  static JsonNode read(byte[] bytes, PacketLimits limits) throws MalformedPacketException {
    var reader = new MsgpackReader(bytes, limits);
    try {
      var value = reader.value(0);
      if (reader.in.hasRemaining()) {
        throw malformed("bytes after the value");
      }
      return value;
    } catch (BufferUnderflowException _) {
      throw malformed("a value that does not end");
    }
  }

  private static MalformedPacketException malformed(String message) {
    return new MalformedPacketException(Kind.MSGPACK, message);
  }

  private JsonNode value(int depth) throws MalformedPacketException {
    int first = in.get() & 0xff;
    if (first < 0x80 || first >= 0xe0) {
      return NODES.numberNode((int) (byte) first);
    }
    if (first < 0x90) {
      return map(first & 0x0f, depth);
    }
    if (first < 0xa0) {
      return array(first & 0x0f, depth);
    }
    if (first < 0xc0) {
      return NODES.stringNode(string(first & 0x1f));
    }
    return switch (first) {
      case 0xc0 -> NODES.nullNode();
      case 0xc2 -> NODES.booleanNode(false);
      case 0xc3 -> NODES.booleanNode(true);
      case 0xca -> NODES.numberNode((double) in.getFloat());
      case 0xcb -> NODES.numberNode(in.getDouble());
      case 0xcc -> NODES.numberNode(in.get() & 0xff);
      case 0xcd -> NODES.numberNode(in.getShort() & 0xffff);
      case 0xce -> integer(in.getInt() & 0xffff_ffffL);
      case 0xcf -> unsigned(in.getLong());
      case 0xd0 -> NODES.numberNode((int) in.get());
      case 0xd1 -> NODES.numberNode((int) in.getShort());
      case 0xd2 -> NODES.numberNode(in.getInt());
      case 0xd3 -> integer(in.getLong());
      case 0xc4, 0xc5, 0xc6 -> NODES.binaryNode(bytes(length(first - 0xc4)));
      case 0xd9, 0xda, 0xdb -> NODES.stringNode(string(length(first - 0xd9)));
      case 0xdc, 0xdd -> array(length(first - 0xdc + 1), depth);
      case 0xde, 0xdf -> map(length(first - 0xde + 1), depth);
      case 0xd4 -> undefined();
      case 0xd7 -> date();
      default -> throw malformed("a type of value that clients do not send");
    };
  }

  /// @param form 0, 1, 2: in one byte, in two, in four
  private int length(int form) throws MalformedPacketException {
    long length =
        switch (form) {
          case 0 -> in.get() & 0xff;
          case 1 -> in.getShort() & 0xffff;
          default -> in.getInt() & 0xffff_ffffL;
        };
    if (length > in.remaining()) {
      throw malformed("a length beyond the end");
    }
    return (int) length;
  }

  private static JsonNode integer(long value) {
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  private static JsonNode unsigned(long value) {
    return value >= 0
        ? integer(value)
        : NODES.numberNode(BigInteger.valueOf(value).add(BigInteger.TWO.pow(64)));
  }

  private byte[] bytes(int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private String string(int length) throws MalformedPacketException {
    if (length > limits.jsonStringCharsMax()) {
      throw malformed("a string too long");
    }
    var bytes = bytes(length);
    var string = new String(bytes, StandardCharsets.UTF_8);
    // What is no UTF-8 has become U+FFFD, which may also have been sent.
    if (string.indexOf(0xfffd) >= 0
        && !Arrays.equals(string.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw malformed("a string that is no UTF-8");
    }
    return string;
  }

  private JsonNode array(int length, int depth) throws MalformedPacketException {
    enter(depth);
    var array = NODES.arrayNode();
    for (int i = 0; i < length; i++) {
      var element = value(depth + 1);
      array.add(element.isMissingNode() ? NODES.nullNode() : element);
    }
    return array;
  }

  private ObjectNode map(int length, int depth) throws MalformedPacketException {
    enter(depth);
    var map = NODES.objectNode();
    for (int i = 0; i < length; i++) {
      var name = value(depth + 1);
      if (!name.isString()) {
        throw malformed("a name that is no string");
      }
      var value = value(depth + 1);
      if (!value.isMissingNode()) {
        map.set(name.stringValue(), value);
      }
    }
    return map;
  }

  private void enter(int depth) throws MalformedPacketException {
    if (depth >= limits.jsonDepthMax() || --containersLeft < 0) {
      throw malformed("too deep, or too many arrays and maps");
    }
  }

  /// JavaScript's `undefined`: nothing in a map, null in an array.
  private JsonNode undefined() throws MalformedPacketException {
    if (in.getShort() != 0) {
      throw malformed("an unknown extension");
    }
    return MissingNode.getInstance();
  }

  /// Milliseconds since 1970; becomes what JSON has for a date.
  private JsonNode date() throws MalformedPacketException {
    if (in.get() != 0) {
      throw malformed("an unknown extension");
    }
    return NODES.stringNode(Instant.ofEpochMilli(in.getLong()).toString());
  }
}
