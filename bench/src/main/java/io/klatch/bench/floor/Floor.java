package io.klatch.bench.floor;

import io.klatch.bench.wire.HttpHead;
import io.klatch.bench.wire.Io;
import io.klatch.server.storage.Store;
import io.klatch.server.storage.StoreConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/// The bare floor: WebSocket handshake, Engine.IO open, Socket.IO connect, and either `join` and
/// `say` in one room whatever its name, or sends into the product's store. Nothing else: no
/// heartbeat, no namespaces, no limits, no JSON parser.
public final class Floor {

  private static final int BACKLOG = 4_096;

  private Floor() {}

  /// Arguments: the port (0 for a free one), the transport, and for the durable floor the data
  /// folder.
  public static void main(String[] args) throws InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    Io io = args.length > 1 ? Io.valueOf(args[1]) : Io.epoll;
    Channel listening = args.length > 2 ? durable(port, io, open(args[2])) : room(port, io);
    int bound = ((InetSocketAddress) listening.localAddress()).getPort();
    System.out.println("floor on " + io + " ready on http://127.0.0.1:" + bound);
    listening.closeFuture().sync();
  }

  /// Broadcast.
  static Channel room(int port, Io io) throws InterruptedException {
    IoEventLoopGroup group = loops(io);
    var room = new FloorRoom(group);
    return start(port, io, group, () -> new RoomConnection(room));
  }

  /// Durable sends.
  static Channel durable(int port, Io io, Store store) throws InterruptedException {
    return start(port, io, loops(io), () -> new StoreConnection(store));
  }

  /// As many as the server has.
  private static IoEventLoopGroup loops(Io io) {
    return io.loops(Runtime.getRuntime().availableProcessors());
  }

  private static Store open(String data) {
    return Store.open(Path.of(data), StoreConfig.defaults(), _ -> {}, Clock.systemUTC());
  }

  private static Channel start(
      int port, Io io, IoEventLoopGroup group, Supplier<FloorConnection> connections)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(group)
        .channel(io.server())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpHead(), connections.get());
              }
            })
        .bind("127.0.0.1", port)
        .sync()
        .channel();
  }
}
