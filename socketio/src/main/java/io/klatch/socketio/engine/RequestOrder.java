package io.klatch.socketio.engine;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayDeque;

/// Lets one request of a connection through at a time, so that answers keep the order of pipelined
/// requests; a waiting poll holds back what was pipelined behind it, and so does an answer that the
/// client does not take. Refuses what the codec could not read.
///
/// Confined to the channel's event loop.
final class RequestOrder extends ChannelDuplexHandler {
  /// Requests that may wait behind one that is being answered.
  private static final int PIPELINED_MAX = 16;

  private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>(0);
  private boolean answering;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var request = (FullHttpRequest) message;
    if (request.decoderResult().isFailure()) {
      var cause = request.decoderResult().cause();
      request.release();
      refuse(context, cause);
    } else if (!answering) {
      answering = true;
      context.fireChannelRead(request);
    } else if (waiting.size() < PIPELINED_MAX) {
      waiting.add(request);
    } else {
      drop(request);
      var _ = context.close();
    }
  }

  private static void drop(FullHttpRequest request) {
    request.release();
    if (request instanceof LargeRequest large) {
      large.drop();
    }
  }

  private static void refuse(ChannelHandlerContext context, Throwable cause) {
    var status =
        switch (cause) {
          case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
          case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
          default -> HttpResponseStatus.BAD_REQUEST;
        };
    Replies.status(context, status);
    var _ = context.close();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent) {
      var _ = context.write(message, promise.unvoid()).addListener(_ -> answered(context));
    } else {
      var _ = context.write(message, promise);
    }
  }

  private void answered(ChannelHandlerContext context) {
    answering = false;
    var next = waiting.poll();
    if (next != null) {
      answering = true;
      context.executor().execute(() -> context.fireChannelRead(next));
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    waiting.forEach(RequestOrder::drop);
    waiting.clear();
  }
}
