package io.klatch.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Makes frames of packets.
public final class FrameWriter {

  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_BINARY = 0x82;
  private static final int FINAL_PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int HEAD_BYTES_MAX = 8;

  /// Any mask does; a fixed one that is not zero costs the server what a random one costs it.
  private static final int MASK = 0x5EED1E55;

  private FrameWriter() {}

  /// As a server sends them: a frame for each packet, one behind the other.
  public static ByteBuf plain(ByteBufAllocator buffers, String... packets) {
    int chars = Arrays.stream(packets).mapToInt(String::length).sum();
    ByteBuf frames = buffers.directBuffer(HEAD_BYTES_MAX * packets.length + chars);
    for (String packet : packets) {
      plain(frames, FINAL_TEXT, packet.getBytes(StandardCharsets.UTF_8));
    }
    return frames;
  }

  /// As a server sends a packet and its attachment.
  public static ByteBuf plain(ByteBufAllocator buffers, String packet, byte[] attachment) {
    ByteBuf frames = buffers.directBuffer(2 * HEAD_BYTES_MAX + packet.length() + attachment.length);
    plain(frames, FINAL_TEXT, packet.getBytes(StandardCharsets.UTF_8));
    plain(frames, FINAL_BINARY, attachment);
    return frames;
  }

  /// As a client must send it.
  public static ByteBuf masked(ByteBufAllocator buffers, String packet) {
    ByteBuf frame = buffers.directBuffer(HEAD_BYTES_MAX + packet.length());
    masked(frame, FINAL_TEXT, packet.getBytes(StandardCharsets.UTF_8));
    return frame;
  }

  /// As a client must send a packet in msgpack.
  public static ByteBuf masked(ByteBufAllocator buffers, byte[] packet) {
    ByteBuf frame = buffers.directBuffer(HEAD_BYTES_MAX + packet.length);
    masked(frame, FINAL_BINARY, packet);
    return frame;
  }

  /// As a client must send a packet and its attachment.
  public static ByteBuf masked(ByteBufAllocator buffers, String packet, byte[] attachment) {
    ByteBuf frames = buffers.directBuffer(2 * HEAD_BYTES_MAX + packet.length() + attachment.length);
    masked(frames, FINAL_TEXT, packet.getBytes(StandardCharsets.UTF_8));
    masked(frames, FINAL_BINARY, attachment);
    return frames;
  }

  /// As a client answers a ping that says nothing.
  public static ByteBuf pong(ByteBufAllocator buffers) {
    ByteBuf frame = buffers.directBuffer(HEAD_BYTES_MAX);
    masked(frame, FINAL_PONG, new byte[0]);
    return frame;
  }

  private static void plain(ByteBuf frames, int first, byte[] bytes) {
    head(frames, first, bytes.length, 0);
    frames.writeBytes(bytes);
  }

  private static void masked(ByteBuf frames, int first, byte[] bytes) {
    head(frames, first, bytes.length, MASKED);
    frames.writeInt(MASK);
    for (int i = 0; i < bytes.length; i++) {
      frames.writeByte(bytes[i] ^ (MASK >>> (24 - 8 * (i & 3))));
    }
  }

  private static void head(ByteBuf frame, int first, int length, int masked) {
    if (length > 0xFFFF) {
      throw new IllegalArgumentException(
          "the benchmark sends no packet of " + length + " bytes, 65535 at most");
    }
    frame.writeByte(first);
    if (length < 126) {
      frame.writeByte(masked | length);
    } else {
      frame.writeByte(masked | 126).writeShort(length);
    }
  }
}
