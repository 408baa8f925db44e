package io.klatch.socketio.engine;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wire of one plain WebSocket: whole messages in arrival order to its listener, pings to find
/// out who is gone. Confined to the channel's event loop, except where a method says so; `listener`
/// is confined to the inbox.
final class PlainChannel extends ChannelInboundHandlerAdapter implements Inbox.Owner {
  private static final Logger log = LoggerFactory.getLogger(PlainChannel.class);

  private static final int PROTOCOL_ERROR = 1002;
  private static final int UNSUPPORTED = 1003;
  private static final int BAD_DATA = 1007;
  private static final int TOO_BIG = 1009;
  private static final int FAULT = 1011;

  private final PlainEndpoint endpoint;
  private final PlainSocket socket;
  private final Inbox inbox;
  private @Nullable PlainListener listener;
  private @Nullable ScheduledFuture<?> pulse;
  private boolean heard = true;

  PlainChannel(PlainEndpoint endpoint, PlainSocket socket, PlainAcceptor acceptor) {
    this.endpoint = endpoint;
    this.socket = socket;
    this.inbox = new Inbox(endpoint::start, endpoint.config().inboxMax(), this);
    inbox.add(() -> listener = acceptor.opened(socket));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long nanos = endpoint.config().pingInterval().toNanos();
    pulse =
        context
            .executor()
            .scheduleAtFixedRate(() -> beat(context), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (pulse != null) {
      pulse.cancel(false);
    }
  }

  /// The connection has ended; once.
  void ended() {
    socket.closing();
    inbox.add(() -> {
      if (listener != null) {
        listener.closed();
      }
    });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heard = true;
    try {
      if (!(message instanceof WebSocketFrame frame)) {
        socket.close(PROTOCOL_ERROR, "sent before the answer"); // No client does that.
      } else if (!socket.isClosing()) {
        read(context, frame);
      } else if (frame instanceof CloseWebSocketFrame) {
        var _ = context.close();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext context, WebSocketFrame frame) {
    switch (frame) {
      case TextWebSocketFrame text -> text(text);
      case BinaryWebSocketFrame _ -> socket.close(UNSUPPORTED, "only text is understood");
      case PingWebSocketFrame ping -> pong(context, ping);
      case CloseWebSocketFrame close -> {
        socket.closing();
        int status = Math.max(close.statusCode(), WebSocketTransport.STATUS_NONE);
        var bytes = WebSocketFrames.close(status, context.alloc());
        var _ = context.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
      }
      default -> {} // A pong.
    }
  }

  private void text(TextWebSocketFrame frame) {
    if (!ByteBufUtil.isText(frame.content(), StandardCharsets.UTF_8)) {
      socket.close(BAD_DATA, "not UTF-8");
      return;
    }
    var text = frame.text();
    inbox.add(() -> {
      if (listener != null) {
        listener.message(text);
      }
    });
  }

  /// Pongs that nobody takes must not pile up.
  private void pong(ChannelHandlerContext context, PingWebSocketFrame ping) {
    if (context.channel().isWritable()) {
      var _ = context.writeAndFlush(WebSocketFrames.pong(ping.content(), context.alloc()));
    } else {
      endpoint.limitCounts().count(Limit.PONGS);
      socket.close(PlainSocket.POLICY, "pings and does not read");
    }
  }

  private void beat(ChannelHandlerContext context) {
    if (heard) {
      heard = false;
      var _ = context.writeAndFlush(WebSocketFrames.ping(context.alloc()));
    } else if (context.channel().config().isAutoRead()) {
      var _ = context.close(); // Who is paused cannot be heard.
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    switch (cause) {
      case CorruptedWebSocketFrameException corrupt -> fail(corrupt.closeStatus().code());
      case TooLongFrameException _ -> fail(TOO_BIG);
      case DecoderException _ -> fail(PROTOCOL_ERROR);
      default -> {
        var _ = context.close(); // Reset by the peer, say.
      }
    }
  }

  private void fail(int status) {
    if (status == TOO_BIG) {
      endpoint.limitCounts().count(Limit.MESSAGE_BYTES);
    }
    socket.close(status, status == TOO_BIG ? "message too big" : "malformed");
  }

  /// From any thread.
  @Override
  public void full() {
    endpoint.limitCounts().count(Limit.INBOX_PACKETS);
  }

  /// From any thread.
  @Override
  public void pauseChanged() {
    endpoint.run(socket.loop(), () -> socket.channel().config().setAutoRead(!inbox.isPaused()));
  }

  /// From any thread.
  @Override
  public void workFailed(Throwable fault) {
    log.error("a listener failed path={}", endpoint.config().path(), fault);
    socket.close(FAULT, "a fault of the server");
  }
}
