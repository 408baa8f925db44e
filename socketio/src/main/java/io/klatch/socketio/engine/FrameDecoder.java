package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;

/// Netty's decoder, and whether it is in the middle of a frame, which it does not tell.
///
/// Confined to the channel's event loop.
final class FrameDecoder extends WebSocket13FrameDecoder {
  private static final int MASK_BYTES = 4;

  /// Bytes that have come and belong to no frame that has been passed on.
  private long unframed;

  FrameDecoder(WebSocketDecoderConfig config) {
    super(config);
  }

  /// Answers the request for a WebSocket and puts this decoder in place.
  WebSocketServerHandshaker13 handshaker(String uri, WebSocketDecoderConfig config) {
    return new WebSocketServerHandshaker13(uri, null, config) {
      @Override
      protected WebSocketFrameDecoder newWebsocketDecoder() {
        return FrameDecoder.this;
      }
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf bytes) {
      unframed += bytes.readableBytes();
    }
    super.channelRead(context, message);
  }

  /// A frame has been passed on.
  void passed(WebSocketFrame frame) {
    int length = frame.content().readableBytes();
    unframed -= WebSocketFrames.headerSize(length) + MASK_BYTES + length;
  }

  boolean isInFrame() {
    return unframed > 0;
  }
}
