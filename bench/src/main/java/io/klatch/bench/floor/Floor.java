package io.klatch.bench.floor;

import io.klatch.bench.wire.HttpHead;
import io.klatch.bench.wire.Io;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetSocketAddress;

/// The bare floor on one event loop: WebSocket handshake, Engine.IO open, Socket.IO connect,
/// `join`, `say`; nothing else. No heartbeat, no namespaces, no limits, no JSON parser, no virtual
/// threads, one room whatever its name.
public final class Floor {

  private static final int BACKLOG = 4_096;

  private Floor() {}

  /// Arguments: the port (0 for a free one) and the transport.
  public static void main(String[] args) throws InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    Io io = args.length > 1 ? Io.valueOf(args[1]) : Io.epoll;
    Channel listening = start(port, io);
    int bound = ((InetSocketAddress) listening.localAddress()).getPort();
    System.out.println("floor on " + io + " ready on http://127.0.0.1:" + bound);
    listening.closeFuture().sync();
  }

  static Channel start(int port, Io io) throws InterruptedException {
    IoEventLoopGroup group = io.oneLoop();
    FloorRoom room = new FloorRoom(group.next());
    return new ServerBootstrap()
        .group(group)
        .channel(io.server())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpHead(), new FloorConnection(room));
              }
            })
        .bind("127.0.0.1", port)
        .sync()
        .channel();
  }
}
