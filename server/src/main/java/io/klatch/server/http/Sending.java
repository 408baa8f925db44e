package io.klatch.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends an answer that is a stream: a piece is read when the socket has taken the one before, so
/// there is one piece in memory however slowly a client reads. Runs on a virtual thread and waits.
final class Sending {
  private static final Logger log = LoggerFactory.getLogger(Sending.class);

  private static final int PIECE_BYTES = 65_536;
  private static final long LOOKS_UP_MS = 500;

  private final ChannelHandlerContext context;
  private final long deadline;

  /// @param timeout for all of it
  Sending(ChannelHandlerContext context, Duration timeout) {
    this.context = context;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /// Ends the connection where it cannot be sent to the end: what was sent is no answer.
  void send(Response response, InputStream in) {
    var head =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
    response.headers().forEach((name, value) -> head.headers().set(name, value));
    if (response.length() == Response.Stream.UNKNOWN) {
      HttpUtil.setTransferEncodingChunked(head, true);
    }
    try {
      if (pieces(head, in, response.length())) {
        var _ = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        return;
      }
    } catch (IOException | RuntimeException e) {
      log.error("what is being sent cannot be read", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    var _ = context.close();
  }

  private boolean pieces(HttpResponse head, InputStream in, long length)
      throws IOException, InterruptedException {
    var _ = context.write(head);
    var isKnown = length != Response.Stream.UNKNOWN;
    var left = isKnown ? length : Long.MAX_VALUE;
    while (left > 0) {
      var piece = in.readNBytes((int) Math.min(left, PIECE_BYTES));
      if (piece.length == 0 && !isKnown) {
        return true;
      }
      if (piece.length == 0) {
        throw new IOException("it ended " + left + " bytes early");
      }
      var sent = context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
      if (!isTaken(sent)) {
        return false;
      }
      left -= piece.length;
    }
    return true;
  }

  /// Whether the socket has taken it in time. Looks up now and then: of an event loop that has
  /// ended meanwhile nothing is heard any more.
  private boolean isTaken(ChannelFuture sent) throws InterruptedException {
    while (!sent.await(LOOKS_UP_MS)) {
      if (System.nanoTime() - deadline > 0 || context.executor().isShuttingDown()) {
        return false;
      }
    }
    return sent.isSuccess();
  }
}
