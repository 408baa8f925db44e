package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

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
