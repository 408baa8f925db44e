package io.klatch.server.http;

import io.klatch.server.threads.Threads;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// Serves [HttpEntry] alone, until the Socket.IO listener takes its place.
public final class PlainListener implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loops;
  private final Channel channel;

  private PlainListener(MultiThreadIoEventLoopGroup loops, Channel channel) {
    this.loops = loops;
    this.channel = channel;
  }

  public static PlainListener start(String host, int port, int threads, HttpEntry entry)
      throws IOException {
    var loops =
        new MultiThreadIoEventLoopGroup(threads, Threads.platform("io"), NioIoHandler.newFactory());
    var bind =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec(), new HttpObjectAggregator(1_000_000), entry);
                  }
                })
            .bind(host, port)
            .awaitUninterruptibly();
    if (!bind.isSuccess()) {
      var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException(bind.cause().getMessage(), bind.cause());
    }
    return new PlainListener(loops, bind.channel());
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
