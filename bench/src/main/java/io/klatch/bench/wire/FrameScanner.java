package io.klatch.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into WebSocket frames and shows each in place: nothing is copied unless a
/// frame is torn between two reads.
///
/// A general decoder makes an object per frame; at 300,000 frames a second on one core that would
/// measure the load generator. Fragmented messages are an error: no server of the benchmark sends
/// any. Confined to the event loop of its channel.
public final class FrameScanner {

  /// Receives the frames. The bytes are valid during the call only.
  public interface Frames {
    void text(ByteBuf bytes, int start, int length);

    default void bytes(ByteBuf bytes, int start, int length) {
      throw new CorruptedFrameException("a binary frame of " + length + " bytes");
    }

    /// A ping frame; the peer wants a pong. Of Socket.IO, whose heartbeat is its own, none comes.
    default void ping() {}

    /// A close frame; the peer says goodbye.
    void closing();
  }

  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;

  private @Nullable ByteBuf torn;

  /// Takes the ownership of `in`.
  public void scan(ChannelHandlerContext context, ByteBuf in, Frames frames) {
    ByteBuf bytes = withTorn(context, in);
    try {
      while (next(bytes, frames)) {}
      if (bytes.isReadable()) {
        torn = context.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  /// Must be called when the channel has closed.
  public void close() {
    if (torn != null) {
      torn.release();
      torn = null;
    }
  }

  private ByteBuf withTorn(ChannelHandlerContext context, ByteBuf in) {
    if (torn == null) {
      return in;
    }
    ByteBuf first = torn;
    torn = null;
    ByteBuf joined = context.alloc().buffer(first.readableBytes() + in.readableBytes());
    joined.writeBytes(first).writeBytes(in);
    first.release();
    in.release();
    return joined;
  }

  /// Shows one whole frame and moves behind it; false when there is none.
  private static boolean next(ByteBuf bytes, Frames frames) {
    int at = bytes.readerIndex();
    int available = bytes.readableBytes();
    if (available < 2) {
      return false;
    }
    int second = bytes.getUnsignedByte(at + 1);
    boolean masked = (second & MASKED) != 0;
    int headBytes = headBytes(second, masked);
    if (available < headBytes) {
      return false;
    }
    int length = length(bytes, at, second);
    if (available < headBytes + length) {
      return false;
    }
    int start = at + headBytes;
    if (masked) {
      unmask(bytes, start, length);
    }
    show(bytes.getUnsignedByte(at), bytes, start, length, frames);
    bytes.readerIndex(start + length);
    return true;
  }

  private static int headBytes(int second, boolean masked) {
    int extended =
        switch (second & 0x7F) {
          case 126 -> 2;
          case 127 -> 8;
          default -> 0;
        };
    return 2 + extended + (masked ? MASK_BYTES : 0);
  }

  private static int length(ByteBuf bytes, int at, int second) {
    return switch (second & 0x7F) {
      case 126 -> bytes.getUnsignedShort(at + 2);
      case 127 -> Math.toIntExact(bytes.getLong(at + 2));
      default -> second & 0x7F;
    };
  }

  private static void unmask(ByteBuf bytes, int start, int length) {
    int mask = bytes.getInt(start - MASK_BYTES);
    for (int i = 0; i < length; i++) {
      bytes.setByte(start + i, bytes.getByte(start + i) ^ (mask >>> (24 - 8 * (i & 3))));
    }
  }

  private static void show(int first, ByteBuf bytes, int start, int length, Frames frames) {
    if ((first & FINAL) == 0) {
      throw new CorruptedFrameException("a fragmented message");
    }
    switch (first & 0x0F) {
      case TEXT -> frames.text(bytes, start, length);
      case BINARY -> frames.bytes(bytes, start, length);
      case CLOSE -> frames.closing();
      case PING -> frames.ping();
      case PONG -> {
        // Nobody was asked.
      }
      default -> throw new CorruptedFrameException("opcode " + (first & 0x0F));
    }
  }
}
