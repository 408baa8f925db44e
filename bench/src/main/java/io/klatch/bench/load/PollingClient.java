package io.klatch.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A client over HTTP long polling, on one connection: what it has to say goes when a poll has come
/// back, which is soon enough for someone who only listens and keeps the heartbeat.
final class PollingClient extends Client {

  private static final String PATH = "/socket.io/?EIO=4&transport=polling";
  private static final byte SEPARATOR = 0x1e;
  private static final int BODY_BYTES_MAX = 64_000_000;

  private final StringBuilder unsent = new StringBuilder();
  private String path;

  private PollingClient(int number, Parser parser, String auth, Channel channel, Events events) {
    super(number, parser, auth, channel, events);
    this.path = PATH + parser.query();
  }

  static Client in(Channel channel, int number, Parser parser, String auth, Events events) {
    var client = new PollingClient(number, parser, auth, channel, events);
    channel
        .pipeline()
        .addLast(new HttpClientCodec(), new HttpObjectAggregator(BODY_BYTES_MAX), client);
    return client;
  }

  @Override
  void send(String packet) {
    if (!unsent.isEmpty()) {
      unsent.append((char) SEPARATOR);
    }
    unsent.append(packet);
  }

  @Override
  void send(String packet, byte[] attachment) {
    send(packet);
    send(attachment);
  }

  @Override
  void send(byte[] packet) {
    send("b" + Base64.getEncoder().encodeToString(packet));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    next();
  }

  @Override
  void opened(String json) {
    path += "&sid=" + JsonText.field(json, "sid");
  }

  @Override
  void read(ChannelHandlerContext context, Object message) {
    var response = (FullHttpResponse) message;
    try {
      ByteBuf body = response.content();
      if (!response.status().equals(HttpResponseStatus.OK)) {
        fail(response.status() + ": " + body.toString(StandardCharsets.UTF_8));
        return;
      }
      if (body.readableBytes() > 0 && !saysOk(body)) {
        packets(body);
      }
      next();
    } finally {
      response.release();
    }
  }

  /// The answer to a POST; no packet begins with this letter.
  private static boolean saysOk(ByteBuf body) {
    return body.getByte(body.readerIndex()) == 'o';
  }

  private void packets(ByteBuf body) {
    int end = body.writerIndex();
    for (int start = body.readerIndex(); start < end; ) {
      int separator = body.indexOf(start, end, SEPARATOR);
      int behind = separator < 0 ? end : separator;
      if (body.getByte(start) == 'b') {
        ByteBuf bytes = Unpooled.wrappedBuffer(base64(body, start + 1, behind));
        binary(bytes, 0, bytes.readableBytes());
      } else {
        packet(body, start, behind - start);
      }
      start = behind + 1;
    }
  }

  private static byte[] base64(ByteBuf body, int start, int end) {
    return Base64.getDecoder()
        .decode(body.toString(start, end - start, StandardCharsets.ISO_8859_1));
  }

  private void next() {
    ByteBuf body = Unpooled.copiedBuffer(unsent, StandardCharsets.UTF_8);
    unsent.setLength(0);
    HttpMethod method = body.isReadable() ? HttpMethod.POST : HttpMethod.GET;
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path, body);
    request.headers().set(HttpHeaderNames.HOST, "localhost");
    if (body.isReadable()) {
      request
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, "text/plain;charset=UTF-8")
          .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }
    var _ = channel().writeAndFlush(request, channel().voidPromise());
  }
}
