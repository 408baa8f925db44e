package io.klatch.bench.load;

import io.klatch.bench.wire.FrameScanner;
import io.klatch.bench.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// One Socket.IO client over one WebSocket, as raw as it can be: packets are strings out, bytes in
/// place in.
///
/// Confined to the event loop of its channel.
final class WireClient extends ChannelInboundHandlerAdapter implements FrameScanner.Frames {

  /// What a load makes of its clients. Called on the event loop.
  interface Events {
    void connected(WireClient client);

    /// An event; `start` is where its JSON array begins. The bytes are valid during the call only.
    void event(WireClient client, ByteBuf bytes, int start, int length);

    void answered(WireClient client, int id, String json);

    /// The connection could not be made or was lost, or the server sent what it must not.
    void failed(WireClient client, String reason);
  }

  private static final String UPGRADE =
      """
      GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: a2xhdGNoIGJlbmNobWFyaw==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;
  private static final String SWITCHING = "HTTP/1.1 101 ";

  private final int number;
  private final String connectPacket;
  private final Events events;
  private final Channel channel;
  private final FrameScanner scanner = new FrameScanner();
  private long readAtNanos;
  private boolean leaving;

  /// @param auth the JSON sent with CONNECT, or nothing
  WireClient(int number, String auth, Channel channel, Events events) {
    this.number = number;
    this.connectPacket = "40" + auth;
    this.channel = channel;
    this.events = events;
  }

  int number() {
    return number;
  }

  /// When the bytes of the frame at hand were read.
  long readAtNanos() {
    return readAtNanos;
  }

  void send(String packet) {
    var _ =
        channel.writeAndFlush(FrameWriter.masked(channel.alloc(), packet), channel.voidPromise());
  }

  void leave() {
    leaving = true;
    var _ = channel.close();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var _ = context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), UPGRADE));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    readAtNanos = System.nanoTime();
    if (message instanceof ByteBuf bytes) {
      scanner.scan(context, bytes, this);
    } else if (!message.toString().startsWith(SWITCHING)) {
      fail("no upgrade but: " + message.toString().lines().findFirst().orElse(""));
    }
  }

  @Override
  public void text(ByteBuf bytes, int start, int length) {
    switch (bytes.getByte(start)) {
      case '0' -> send(connectPacket);
      case '2' -> send("3");
      case '4' -> message(bytes, start, length);
      default -> fail("packet " + string(bytes, start, length));
    }
  }

  @Override
  public void closing() {
    fail("closed by the server");
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    scanner.close();
    fail("connection lost");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause.toString());
  }

  private void message(ByteBuf bytes, int start, int length) {
    switch (bytes.getByte(start + 1)) {
      case '0' -> events.connected(this);
      case '2' -> events.event(this, bytes, start + 2, length - 2);
      case '3' -> answer(string(bytes, start + 2, length - 2));
      default -> fail("refused: " + string(bytes, start, length));
    }
  }

  private void answer(String packet) {
    int json = packet.indexOf('[');
    events.answered(this, Integer.parseInt(packet.substring(0, json)), packet.substring(json));
  }

  /// Tells of the first failure only: the others follow from it.
  private void fail(String reason) {
    if (!leaving) {
      leave();
      events.failed(this, reason);
    }
  }

  private static String string(ByteBuf bytes, int start, int length) {
    return bytes.toString(start, length, StandardCharsets.UTF_8);
  }
}
