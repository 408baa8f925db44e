package io.klatch.socketio.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bound port, the event loops behind it, and the endpoints it serves.
public final class EngineListener implements AutoCloseable {
  /// Connections the kernel keeps until they are accepted; it takes the lesser of this and
  /// `net.core.somaxconn`.
  private static final int BACKLOG = 16_384;

  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16_384, 65_536);

  private final MultiThreadIoEventLoopGroup loops;
  private final Channel channel;

  private EngineListener(MultiThreadIoEventLoopGroup loops, Channel channel) {
    this.loops = loops;
    this.channel = channel;
  }

  /// Binds and begins to accept.
  ///
  /// @param fallback makes, per connection, the handler of requests outside the endpoints' paths:
  ///   it gets one `FullHttpRequest` at a time, which it releases, and writes one
  ///   `FullHttpResponse`, from any thread; null answers 404
  /// @throws TlsException if the certificate or its key cannot be used
  /// @throws IOException if the address cannot be bound, a taken port among the reasons
  public static EngineListener start(
      ListenerConfig config,
      List<EngineServer> servers,
      ThreadFactory threads,
      @Nullable Supplier<ChannelHandler> fallback)
      throws IOException {
    return start(config, servers, List.of(), threads, fallback, LargeBodies.NONE);
  }

  /// The same with endpoints of plain WebSockets beside, and with requests whose bodies the
  /// fallback takes as they come.
  public static EngineListener start(
      ListenerConfig config,
      List<EngineServer> servers,
      List<PlainEndpoint> plain,
      ThreadFactory threads,
      @Nullable Supplier<ChannelHandler> fallback,
      LargeBodies large)
      throws IOException {
    var tls = config.tls() == null ? null : Tls.open(config.tls());
    var pipelines = new Pipelines(List.copyOf(servers), List.copyOf(plain), fallback, large);
    var loops =
        new MultiThreadIoEventLoopGroup(
            config.threads(), recycling(threads), config.io().handlers());
    var bind =
        new ServerBootstrap()
            .group(loops)
            .channel(config.io().serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(tls == null ? pipelines : tls.before(pipelines))
            .bind(config.host(), config.port())
            .awaitUninterruptibly();
    if (!bind.isSuccess()) {
      var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      var cause = bind.cause();
      throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
    }
    if (tls != null && !servers.isEmpty()) {
      keepFresh(tls, loops, servers.getFirst().executor());
    }
    return new EngineListener(loops, bind.channel());
  }

  /// On other threads than its own Netty recycles little of what every write makes and drops,
  /// unless it is told that they live as long as a loop does.
  private static ThreadFactory recycling(ThreadFactory threads) {
    return loop -> threads.newThread(() -> FastThreadLocalThread.runWithFastThreadLocal(loop));
  }

  /// Ends with the loops.
  private static void keepFresh(Tls tls, MultiThreadIoEventLoopGroup loops, Executor executor) {
    long nanos = tls.files().lookInterval().toNanos();
    var _ =
        loops
            .next()
            .scheduleWithFixedDelay(
                () -> executor.execute(tls::reload), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /// Takes no more connections; the open ones live on.
  public void stopAccepting() {
    var _ = channel.close().awaitUninterruptibly();
  }

  /// Closes the port and every connection; waits at most five seconds.
  @Override
  public void close() {
    stopAccepting();
    var wait = Duration.ofSeconds(5).toMillis();
    var _ = loops.shutdownGracefully(0, wait, TimeUnit.MILLISECONDS).awaitUninterruptibly(wait);
  }
}
