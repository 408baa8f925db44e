package io.klatch.socketio.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Leads the bodies of [LargeBodies] past what gathers bodies whole. The request itself goes on at
/// once and takes its turn among the connection's requests like any other.
///
/// Confined to the channel's event loop.
final class LargeBodyHandler extends ChannelInboundHandlerAdapter {
  private final LargeBodies large;
  private @Nullable LargeBody coming;

  LargeBodyHandler(LargeBodies large) {
    this.large = large;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (coming != null && message instanceof HttpContent content) {
      take(context, coming, content);
    } else if (message instanceof HttpRequest head
        && head.decoderResult().isSuccess()
        && large.hold(head)) {
      coming = new LargeBody(context, HttpUtil.is100ContinueExpected(head));
      context.fireChannelRead(new LargeRequest(head, coming));
    } else {
      context.fireChannelRead(message);
    }
  }

  private void take(ChannelHandlerContext context, LargeBody body, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      ReferenceCountUtil.release(content);
      var _ = context.close(); // Where the next request begins can no longer be told.
      return;
    }
    body.add(content.content());
    if (content instanceof LastHttpContent) {
      body.end();
      coming = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (coming != null) {
      coming.breakOff();
      coming = null;
    }
    context.fireChannelInactive();
  }
}
