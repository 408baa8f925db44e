package io.klatch.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Makes text frames of packets.
public final class FrameWriter {

  private static final int FINAL_TEXT = 0x81;
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
      byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
      head(frames, bytes.length, 0);
      frames.writeBytes(bytes);
    }
    return frames;
  }

  /// As a client must send it.
  public static ByteBuf masked(ByteBufAllocator buffers, String packet) {
    byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) (MASK >>> (24 - 8 * (i & 3)));
    }
    ByteBuf frame = buffers.directBuffer(HEAD_BYTES_MAX + bytes.length);
    head(frame, bytes.length, MASKED);
    return frame.writeInt(MASK).writeBytes(bytes);
  }

  private static void head(ByteBuf frame, int length, int masked) {
    if (length > 0xFFFF) {
      throw new IllegalArgumentException(
          "the benchmark sends no packet of " + length + " bytes, 65535 at most");
    }
    frame.writeByte(FINAL_TEXT);
    if (length < 126) {
      frame.writeByte(masked | length);
    } else {
      frame.writeByte(masked | 126).writeShort(length);
    }
  }
}
