package io.klatch.bench.load;

import io.klatch.bench.wire.FrameScanner;
import io.klatch.bench.wire.FrameWriter;
import io.klatch.bench.wire.HttpHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/// A client over one WebSocket.
class WebSocketClient extends Client implements FrameScanner.Frames {

  private static final String SWITCHING = "HTTP/1.1 101 ";

  private final FrameScanner scanner = new FrameScanner();

  private final String upgrade;

  WebSocketClient(
      int number, Parser parser, String auth, Channel channel, Events events, String path) {
    super(number, parser, auth, channel, events);
    this.upgrade =
        """
        GET %s HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: a2xhdGNoIGJlbmNobWFyaw==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .formatted(path);
  }

  static Client in(Channel channel, int number, Parser parser, String auth, Events events) {
    String path = "/socket.io/?EIO=4&transport=websocket" + parser.query();
    return new WebSocketClient(number, parser, auth, channel, events, path).added();
  }

  /// In the pipeline of its channel.
  final Client added() {
    channel().pipeline().addLast(new HttpHead(), this);
    return this;
  }

  @Override
  void send(String packet) {
    write(FrameWriter.masked(channel().alloc(), packet));
  }

  @Override
  void send(String packet, byte[] attachment) {
    write(FrameWriter.masked(channel().alloc(), packet, attachment));
  }

  @Override
  void send(byte[] packet) {
    write(FrameWriter.masked(channel().alloc(), packet));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var _ = context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), upgrade));
  }

  @Override
  void read(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      scanner.scan(context, bytes, this);
    } else if (!message.toString().startsWith(SWITCHING)) {
      fail("no upgrade but: " + message.toString().lines().findFirst().orElse(""));
    }
  }

  @Override
  public void text(ByteBuf bytes, int start, int length) {
    packet(bytes, start, length);
  }

  @Override
  public void bytes(ByteBuf bytes, int start, int length) {
    binary(bytes, start, length);
  }

  @Override
  public void ping() {
    write(FrameWriter.pong(channel().alloc()));
  }

  @Override
  public void closing() {
    fail("closed by the server");
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    scanner.close();
    super.channelInactive(context);
  }

  private void write(ByteBuf frames) {
    var _ = channel().writeAndFlush(frames, channel().voidPromise());
  }
}
