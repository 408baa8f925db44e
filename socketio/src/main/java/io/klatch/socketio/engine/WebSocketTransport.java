package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/// One WebSocket: frames in arrival order to its session, the session's outbox to the wire.
///
/// Outgoing frames are written as ready-made bytes, so nothing stands between this handler and the
/// socket but the decoder. Confined to the channel's event loop, except where a method says so;
/// `scheduled` is guarded by the session's lock.
final class WebSocketTransport extends ChannelInboundHandlerAdapter {
  /// How long a peer may take to answer our close frame.
  private static final long CLOSE_HANDSHAKE_MILLIS = 2_000;

  static final int STATUS_NONE = 0;
  static final int STATUS_GOING_AWAY = 1001;
  static final int STATUS_BAD_DATA = 1007;
  private static final int STATUS_PROTOCOL_ERROR = 1002;
  private static final int STATUS_POLICY = 1008;
  private static final int STATUS_TOO_BIG = 1009;

  private final EngineServer server;
  private final EngineSession session;
  private final LoopFlusher flusher;
  private final Channel channel;
  private final FrameDecoder decoder;
  private final FrameLimits limits;

  /// Whether `Deflation` was agreed on.
  private final boolean deflates;

  private final MessageClock clock;
  private @Nullable ChannelHandlerContext context;

  /// What has come of a fragmented message: copied, because a fragment of one byte would keep the
  /// whole buffer that it was read into.
  private @Nullable ByteBuf fragments;

  private int fragmentCount;
  private boolean fragmentsAreText;
  private boolean fragmentsAreDeflated;

  /// Pongs that the socket has not taken yet.
  private int pongs;

  private boolean closing;

  /// Already in the flusher's queue.
  boolean scheduled;

  WebSocketTransport(
      EngineServer server,
      EngineSession session,
      Channel channel,
      FrameDecoder decoder,
      boolean deflates) {
    this.deflates = deflates;
    this.server = server;
    this.session = session;
    this.flusher = server.flusherOf(channel.eventLoop());
    this.channel = channel;
    this.decoder = decoder;
    this.limits = server.config().limits().frames();
    this.clock =
        new MessageClock(
            channel.eventLoop(),
            limits.messageTimeout().toNanos(),
            () -> reached(Limit.MESSAGE_TIMEOUT, STATUS_POLICY));
  }

  LoopFlusher flusher() {
    return flusher;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  /// May be called from any thread.
  void setReading(boolean reading) {
    clock.excuse(reading);
    channel.config().setAutoRead(reading);
  }

  /// May be called from any thread.
  boolean isWritable() {
    return channel.isWritable();
  }

  /// Writes one packet past the outbox. May be called from any thread.
  void writeNow(String packet) {
    var context = this.context;
    if (context != null) {
      var _ =
          context.writeAndFlush(
              WebSocketFrames.encode(EngineMessage.packet(packet), context.alloc()));
    }
  }

  /// The oldest message of the outbox as frames, or several; null when none waits.
  @Nullable ByteBuf next(Outbox outbox, ChannelHandlerContext context) {
    if (!deflates) {
      return flusher.bundle().next(outbox, context.alloc());
    }
    var parcel = outbox.poll();
    return parcel == null ? null : parcel.frames(context.alloc(), server.config().compression());
  }

  /// Writes what waits in the outbox, as far as the socket takes it, and flushes once.
  void drain() {
    var context = this.context;
    if (context == null || !context.channel().isActive()) {
      return;
    }
    int status = session.drainTo(this, context);
    context.flush();
    if (status != EngineSession.KEEP_OPEN) {
      close(status);
    }
  }

  /// Has its event loop drain it, if it is one. May be called from any thread.
  static void flush(@Nullable WebSocketTransport transport) {
    if (transport != null) {
      transport.flusher.add(transport);
      transport.flusher.wake();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      flush(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      ReferenceCountUtil.release(message); // Sent before the handshake was answered.
      fail(STATUS_PROTOCOL_ERROR, CloseReason.TRANSPORT_ERROR);
      return;
    }
    decoder.passed(frame);
    try {
      if (!closing) {
        var _ = session.throttle.take(1, frame.content().readableBytes());
        read(context, frame);
        if (fragments == null) {
          clock.complete();
        }
      } else if (frame instanceof CloseWebSocketFrame) {
        var _ = context.close();
      }
    } finally {
      frame.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!closing) {
      clock.readComplete(fragments != null || decoder.isInFrame());
    }
  }

  private void read(ChannelHandlerContext context, WebSocketFrame frame) {
    boolean deflated = frame.rsv() == Deflation.RSV1;
    switch (frame) {
      case WebSocketFrame other when isStrange(other) ->
          fail(STATUS_PROTOCOL_ERROR, CloseReason.TRANSPORT_ERROR);
      case TextWebSocketFrame text when frame.isFinalFragment() ->
          message(context, text.content(), true, deflated);
      case BinaryWebSocketFrame binary when frame.isFinalFragment() ->
          message(context, binary.content(), false, deflated);
      case TextWebSocketFrame text -> fragment(context, text, true);
      case BinaryWebSocketFrame binary -> fragment(context, binary, false);
      case ContinuationWebSocketFrame next -> fragment(context, next, fragmentsAreText);
      case PingWebSocketFrame ping -> pong(context, ping.content());
      case CloseWebSocketFrame close -> peerCloses(context, close);
      default -> {} // A pong nobody asked for is allowed and means nothing.
    }
  }

  /// Has reserved bits that nobody agreed on; the decoder sees to it unless there is an extension.
  private boolean isStrange(WebSocketFrame frame) {
    boolean begins = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    return frame.rsv() != 0 && !(deflates && begins && frame.rsv() == Deflation.RSV1);
  }

  private void message(
      ChannelHandlerContext context, ByteBuf content, boolean text, boolean deflated) {
    if (!deflated) {
      message(content, text);
      return;
    }
    var plain = context.alloc().buffer();
    try {
      var bytes = ByteBufUtil.getBytes(content);
      Deflation.inflate(bytes, server.config().payloadBytesMax(), plain);
      var _ = session.throttle.take(0, plain.readableBytes());
      message(plain, text);
    } catch (Deflation.TooLargeException _) {
      reached(Limit.MESSAGE_BYTES, STATUS_TOO_BIG);
    } catch (DataFormatException _) {
      fail(STATUS_BAD_DATA, CloseReason.TRANSPORT_ERROR);
    } finally {
      plain.release();
    }
  }

  private void message(ByteBuf content, boolean text) {
    if (!text) {
      session.reception.binary(this, ByteBufUtil.getBytes(content));
    } else if (ByteBufUtil.isText(content, StandardCharsets.UTF_8)) {
      session.reception.text(this, content.toString(StandardCharsets.UTF_8));
    } else {
      fail(STATUS_BAD_DATA, CloseReason.TRANSPORT_ERROR);
    }
  }

  private void fragment(ChannelHandlerContext context, WebSocketFrame frame, boolean text) {
    var sofar = fragments;
    if (sofar == null) {
      fragmentsAreText = text;
      fragmentsAreDeflated = frame.rsv() == Deflation.RSV1;
      fragmentCount = 0;
      sofar = context.alloc().buffer();
      fragments = sofar;
    }
    fragmentCount++;
    if (fragmentCount > limits.fragmentsMax()) {
      reached(Limit.FRAGMENTS, STATUS_POLICY);
      return;
    }
    int bytes = sofar.readableBytes() + frame.content().readableBytes();
    if (bytes > server.config().payloadBytesMax()) {
      reached(Limit.MESSAGE_BYTES, STATUS_TOO_BIG);
      return;
    }
    sofar.writeBytes(frame.content());
    if (frame.isFinalFragment()) {
      fragments = null;
      try {
        message(context, sofar, fragmentsAreText, fragmentsAreDeflated);
      } finally {
        sofar.release();
      }
    }
  }

  /// Pongs that nobody takes must not pile up.
  private void pong(ChannelHandlerContext context, ByteBuf data) {
    if (pongs >= limits.pongsMax()) {
      reached(Limit.PONGS, STATUS_POLICY);
      return;
    }
    pongs++;
    var _ =
        context
            .writeAndFlush(WebSocketFrames.pong(data, context.alloc()))
            .addListener(_ -> pongs--);
  }

  private void peerCloses(ChannelHandlerContext context, CloseWebSocketFrame frame) {
    closing = true;
    dropFragments();
    int status = Math.max(frame.statusCode(), STATUS_NONE);
    var _ =
        context
            .writeAndFlush(WebSocketFrames.close(status, context.alloc()))
            .addListener(ChannelFutureListener.CLOSE);
    session.lost(this, CloseReason.TRANSPORT_CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException) {
      int status =
          cause instanceof CorruptedWebSocketFrameException corrupt
              ? corrupt.closeStatus().code()
              : STATUS_PROTOCOL_ERROR;
      if (status == STATUS_TOO_BIG) {
        server.limitCounts().count(Limit.MESSAGE_BYTES);
      }
      fail(status, CloseReason.TRANSPORT_ERROR);
    } else {
      boolean broken = cause instanceof IOException; // Reset by the peer, say.
      session.lost(this, broken ? CloseReason.TRANSPORT_CLOSE : CloseReason.TRANSPORT_ERROR);
      var _ = context.close();
    }
  }

  private void reached(Limit limit, int status) {
    server.limitCounts().count(limit);
    fail(status, CloseReason.TRANSPORT_ERROR);
  }

  private void fail(int status, CloseReason reason) {
    close(status);
    session.lost(this, reason);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    dropFragments();
    session.lost(this, CloseReason.TRANSPORT_CLOSE);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    clock.stop();
    dropFragments();
  }

  /// Of a message that will not be read to its end.
  private void dropFragments() {
    var sofar = fragments;
    if (sofar != null) {
      fragments = null;
      sofar.release();
    }
  }

  /// Sends a close frame and closes when the peer has answered or has taken too long. May be called
  /// from any thread.
  void close(int status) {
    var loop = channel.eventLoop();
    if (loop.inEventLoop()) {
      closeOnLoop(status);
    } else {
      loop.execute(() -> closeOnLoop(status));
    }
  }

  private void closeOnLoop(int status) {
    var context = this.context;
    if (closing || context == null) {
      return;
    }
    closing = true;
    dropFragments();
    setReading(true);
    var _ = context.writeAndFlush(WebSocketFrames.close(status, context.alloc()));
    ScheduledFuture<?> giveUp =
        context
            .executor()
            .schedule(
                (Runnable)
                    () -> {
                      var _ = context.close();
                    },
                CLOSE_HANDSHAKE_MILLIS,
                TimeUnit.MILLISECONDS);
    var _ = context.channel().closeFuture().addListener(_ -> giveUp.cancel(false));
  }
}
