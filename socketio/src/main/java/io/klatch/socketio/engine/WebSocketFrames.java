package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Server-side WebSocket frames (RFC 6455, unmasked, one packet per frame) as bytes.
final class WebSocketFrames {
  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;
  static final int OPCODE_TEXT = 1;
  static final int OPCODE_BINARY = 2;
  static final int OPCODE_CLOSE = 8;
  static final int OPCODE_PING = 9;
  static final int OPCODE_PONG = 10;

  private WebSocketFrames() {}

  /// All frames of a message, one behind the other, in a new direct buffer.
  static ByteBuf encode(EngineMessage message, ByteBufAllocator allocator) {
    return encode(message, allocator.directBuffer(sizeOf(message)));
  }

  /// As above, behind what the buffer holds.
  ///
  /// @return the same buffer
  static ByteBuf encode(EngineMessage message, ByteBuf buffer) {
    if (message.hasText()) {
      writeHeader(buffer, OPCODE_TEXT, message.textPacket().length);
      buffer.writeBytes(message.textPacket());
    }
    for (var binary : message.binaries()) {
      writeHeader(buffer, OPCODE_BINARY, binary.length);
      buffer.writeBytes(binary);
    }
    return buffer;
  }

  /// As `encode`, with those packets compressed that are worth it.
  static byte[] encodeDeflated(EngineMessage message, Compression compression) {
    var buffer = Unpooled.buffer(sizeOf(message) / 2 + 64);
    if (message.hasText()) {
      writeDeflated(buffer, OPCODE_TEXT, message.textPacket(), compression);
    }
    for (var binary : message.binaries()) {
      writeDeflated(buffer, OPCODE_BINARY, binary, compression);
    }
    return ByteBufUtil.getBytes(buffer);
  }

  private static void writeDeflated(
      ByteBuf buffer, int opcode, byte[] packet, Compression compression) {
    if (!compression.isWorthIt(packet.length)) {
      writeHeader(buffer, opcode, packet.length);
      buffer.writeBytes(packet);
      return;
    }
    var deflated = Unpooled.buffer(packet.length / 2);
    Deflation.deflate(packet, deflated);
    writeHeader(buffer, COMPRESSED | opcode, deflated.readableBytes());
    buffer.writeBytes(deflated);
  }

  private static int sizeOf(EngineMessage message) {
    int size = message.hasText() ? headerSize(message.textPacket().length) : 0;
    for (var binary : message.binaries()) {
      size += headerSize(binary.length);
    }
    return size + message.bytes();
  }

  /// @param status RFC 6455 section 7.4, or 0 for a close frame without one
  static ByteBuf close(int status, ByteBufAllocator allocator) {
    var buffer = allocator.directBuffer(4);
    writeHeader(buffer, OPCODE_CLOSE, status == 0 ? 0 : 2);
    return status == 0 ? buffer : buffer.writeShort(status);
  }

  /// @param reason at most 100 bytes of ASCII
  static ByteBuf close(int status, String reason, ByteBufAllocator allocator) {
    var bytes = reason.getBytes(StandardCharsets.US_ASCII);
    var buffer = allocator.directBuffer(4 + bytes.length);
    writeHeader(buffer, OPCODE_CLOSE, 2 + bytes.length);
    return buffer.writeShort(status).writeBytes(bytes);
  }

  static ByteBuf text(byte[] utf8, ByteBufAllocator allocator) {
    var buffer = allocator.buffer(headerSize(utf8.length) + utf8.length);
    writeHeader(buffer, OPCODE_TEXT, utf8.length);
    return buffer.writeBytes(utf8);
  }

  static ByteBuf ping(ByteBufAllocator allocator) {
    var buffer = allocator.directBuffer(2);
    writeHeader(buffer, OPCODE_PING, 0);
    return buffer;
  }

  static ByteBuf pong(ByteBuf data, ByteBufAllocator allocator) {
    var buffer = allocator.directBuffer(2 + data.readableBytes());
    writeHeader(buffer, OPCODE_PONG, data.readableBytes());
    return buffer.writeBytes(data);
  }

  static int headerSize(int length) {
    return length < 126 ? 2 : length < 65_536 ? 4 : 10;
  }

  private static void writeHeader(ByteBuf buffer, int opcode, int length) {
    buffer.writeByte(FIN | opcode);
    if (length < 126) {
      buffer.writeByte(length);
    } else if (length < 65_536) {
      buffer.writeByte(126).writeShort(length);
    } else {
      buffer.writeByte(127).writeLong(length);
    }
  }
}
