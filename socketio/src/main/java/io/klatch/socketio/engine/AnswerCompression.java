package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses what polls are answered, for clients that say they take it.
///
/// Stands where there is one request at a time. Confined to the channel's event loop.
final class AnswerCompression extends ChannelDuplexHandler {
  private enum Coding {
    GZIP("gzip"),
    DEFLATE("deflate");

    private final String name;

    Coding(String name) {
      this.name = name;
    }

    OutputStream over(OutputStream out) throws IOException {
      return switch (this) {
        case GZIP -> new Fast(out);
        case DEFLATE ->
            new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED)) {
              @Override
              public void close() throws IOException {
                try {
                  super.close();
                } finally {
                  def.end();
                }
              }
            };
      };
    }
  }

  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private final Compression compression;

  /// What the client says it takes, in the request that is being answered.
  private String accepted = "";

  AnswerCompression(Compression compression) {
    this.compression = compression;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof FullHttpRequest request) {
      accepted = AcceptEncoding.of(request.headers());
    }
    context.fireChannelRead(message);
  }

  private static @Nullable Coding accepted(String line) {
    for (var coding : Coding.values()) {
      if (AcceptEncoding.takes(line, coding.name)) {
        return coding;
      }
    }
    return null;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    Object written = message;
    if (compression.http()
        && message instanceof PollingAnswer answer
        && compression.isWorthIt(answer.content().readableBytes())) {
      var coding = accepted(accepted);
      written = coding == null ? answer : compressed(context.alloc(), answer, coding);
    }
    var _ = context.write(written, promise);
  }

  private static PollingAnswer compressed(
      ByteBufAllocator allocator, PollingAnswer answer, Coding coding) {
    var body = deflated(allocator, answer.content(), coding);
    var compressed = answer.replace(body);
    answer.release();
    compressed
        .headers()
        .set(HttpHeaderNames.CONTENT_ENCODING, coding.name)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    return compressed;
  }

  private static ByteBuf deflated(ByteBufAllocator allocator, ByteBuf plain, Coding coding) {
    var out = allocator.buffer(plain.readableBytes() / 2);
    try (var stream = coding.over(new ByteBufOutputStream(out))) {
      plain.getBytes(plain.readerIndex(), stream, plain.readableBytes());
      return out;
    } catch (IOException fault) {
      out.release();
      throw new UncheckedIOException(fault); // Nothing here does any I/O.
    }
  }
}
