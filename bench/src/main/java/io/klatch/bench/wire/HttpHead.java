package io.klatch.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Hands on the head of one HTTP message as a [String] and leaves the pipeline; what follows passes
/// as bytes.
public final class HttpHead extends ByteToMessageDecoder {

  private static final int BYTES_MAX = 8_192;
  private static final int END_BYTES = 4;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int end = endOf(in);
    if (end < 0 && in.readableBytes() > BYTES_MAX) {
      throw new TooLongFrameException("an HTTP head of more than " + BYTES_MAX + " bytes");
    }
    if (end >= 0) {
      out.add(in.readString(end - in.readerIndex(), StandardCharsets.US_ASCII));
      context.pipeline().remove(this);
    }
  }

  /// The index behind the empty line, or -1.
  private static int endOf(ByteBuf in) {
    for (int i = in.readerIndex(); i + END_BYTES <= in.writerIndex(); i++) {
      if (in.getInt(i) == 0x0D0A0D0A) {
        return i + END_BYTES;
      }
    }
    return -1;
  }
}
