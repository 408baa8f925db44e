package io.klatch.socketio.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What stands between a connection and its handlers: first HTTP, then perhaps a WebSocket.
final class Pipelines extends ChannelInitializer<Channel> {
  private static final String CODEC = "codec";
  private static final String GUARD = "guard";
  private static final String KEEP_ALIVE = "keep-alive";
  private static final String LARGE = "large";
  private static final String BODY = "body";
  private static final String ORDER = "order";
  private static final String COMPRESSION = "compression";
  private static final String ANSWER = "answer";
  private static final String ENGINE = "engine";
  private static final String PLAIN = "plain";
  private static final String FILES = "files";
  private static final String FALLBACK = "fallback";

  private final List<EngineServer> servers;
  private final List<PlainEndpoint> plain;
  private final @Nullable Supplier<ChannelHandler> fallback;
  private final LargeBodies large;
  private final int bodyBytesMax;
  private final RequestLimits limits;
  private final LimitCounts counts;

  /// Of the first endpoint, as those who share a port share it.
  private final Compression compression;

  Pipelines(
      List<EngineServer> servers,
      List<PlainEndpoint> plain,
      @Nullable Supplier<ChannelHandler> fallback,
      LargeBodies large) {
    this.servers = servers;
    this.plain = plain;
    this.fallback = fallback;
    this.large = large;
    this.bodyBytesMax =
        servers.stream().mapToInt(s -> s.config().payloadBytesMax()).max().orElse(1_000_000);
    this.limits =
        servers.stream()
            .map(server -> server.config().limits().requests())
            .reduce(RequestLimits::orWider)
            .orElse(RequestLimits.defaults());
    this.compression =
        servers.isEmpty() ? Compression.defaults() : servers.getFirst().config().compression();
    this.counts = servers.isEmpty() ? new LimitCounts() : servers.getFirst().limitCounts();
  }

  @Override
  protected void initChannel(Channel channel) {
    var decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.lineBytesMax())
            .setMaxHeaderSize(limits.headBytesMax());
    var answer = new AnswerHeaders();
    channel
        .pipeline()
        .addLast(CODEC, new HttpServerCodec(decoder))
        .addLast(GUARD, new RequestGuard(limits, large, counts))
        .addLast(KEEP_ALIVE, new HttpServerKeepAliveHandler())
        .addLast(LARGE, new LargeBodyHandler(large))
        .addLast(BODY, new HttpObjectAggregator(bodyBytesMax, true))
        .addLast(ORDER, new RequestOrder())
        .addLast(COMPRESSION, new AnswerCompression(compression))
        .addLast(ANSWER, answer)
        .addLast(ENGINE, new EngineHttpHandler(servers, answer))
        .addLast(PLAIN, new PlainHandshakes(plain))
        .addLast(FILES, new ClientFilesHandler(servers))
        .addLast(FALLBACK, fallback == null ? new NotFound() : fallback.get());
  }

  /// Writes the last answer and puts a WebSocket in the place of all that HTTP needs.
  ///
  /// @param context of the handler that becomes the transport
  static void leaveHttp(
      ChannelHandlerContext context,
      HttpResponse response,
      FrameDecoder decoder,
      WebSocketTransport transport) {
    context.pipeline().remove(PLAIN);
    leaveHttp(context, response, decoder);
    context.pipeline().replace(context.handler(), null, transport);
  }

  /// The same for a plain one.
  static void leaveHttp(
      ChannelHandlerContext context,
      HttpResponse response,
      PlainEndpoint endpoint,
      PlainChannel transport) {
    var pipeline = context.pipeline();
    pipeline.remove(ENGINE);
    leaveHttp(context, response, new FrameDecoder(endpoint.decoder()));
    pipeline.addBefore(
        PLAIN, null, new WebSocketFrameAggregator(endpoint.config().messageBytesMax()));
    pipeline.replace(PLAIN, null, transport);
  }

  private static void leaveHttp(
      ChannelHandlerContext context, HttpResponse response, FrameDecoder decoder) {
    var pipeline = context.pipeline();
    pipeline.remove(GUARD);
    pipeline.remove(KEEP_ALIVE);
    pipeline.remove(LARGE);
    pipeline.remove(BODY);
    pipeline.remove(ORDER);
    pipeline.remove(COMPRESSION);
    pipeline.remove(ANSWER);
    pipeline.remove(FILES);
    pipeline.remove(FALLBACK);
    var _ = context.write(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    // Before the codec, so that what it has of bytes that came too early is not taken for frames.
    pipeline.addBefore(CODEC, null, decoder);
    pipeline.remove(CODEC);
  }

  private static final class NotFound extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      if (request instanceof LargeRequest large) {
        large.drop();
      }
      Replies.status(context, HttpResponseStatus.NOT_FOUND);
    }
  }
}
