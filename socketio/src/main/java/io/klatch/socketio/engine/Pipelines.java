package io.klatch.socketio.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What stands between a connection and its handlers: first HTTP, then perhaps a WebSocket.
final class Pipelines extends ChannelInitializer<Channel> {
  private static final int REQUEST_LINE_BYTES_MAX = 8_192;
  private static final int HEADER_BYTES_MAX = 16_384;

  /// Beyond the longest silence of a waiting poll.
  private static final long SILENCE_SLACK_SECONDS = 15;

  private static final String SILENCE = "silence";
  private static final String KEEP_ALIVE = "keep-alive";
  private static final String BODY = "body";
  private static final String ORDER = "order";
  private static final String FALLBACK = "fallback";

  private final List<EngineServer> servers;
  private final @Nullable Supplier<ChannelHandler> fallback;
  private final int bodyBytesMax;
  private final long silenceSecondsMax;

  Pipelines(List<EngineServer> servers, @Nullable Supplier<ChannelHandler> fallback) {
    this.servers = servers;
    this.fallback = fallback;
    this.bodyBytesMax =
        servers.stream().mapToInt(s -> s.config().payloadBytesMax()).max().orElse(1_000_000);
    this.silenceSecondsMax =
        SILENCE_SLACK_SECONDS
            + servers.stream()
                .map(EngineServer::config)
                .mapToLong(c -> c.pingInterval().plus(c.pingTimeout()).toSeconds())
                .max()
                .orElse(45);
  }

  @Override
  protected void initChannel(Channel channel) {
    var decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX);
    channel
        .pipeline()
        .addLast(SILENCE, new ReadTimeoutHandler(silenceSecondsMax, TimeUnit.SECONDS))
        .addLast(new HttpServerCodec(decoder))
        .addLast(KEEP_ALIVE, new HttpServerKeepAliveHandler())
        .addLast(BODY, new HttpObjectAggregator(bodyBytesMax, true))
        .addLast(ORDER, new RequestOrder())
        .addLast(new EngineHttpHandler(servers))
        .addLast(FALLBACK, fallback == null ? new NotFound() : fallback.get());
  }

  /// Takes out what a WebSocket does not need.
  static void leaveHttp(ChannelPipeline pipeline) {
    pipeline.remove(SILENCE);
    pipeline.remove(KEEP_ALIVE);
    pipeline.remove(BODY);
    pipeline.remove(ORDER);
    pipeline.remove(FALLBACK);
  }

  private static final class NotFound extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      Replies.status(context, HttpResponseStatus.NOT_FOUND);
    }
  }
}
