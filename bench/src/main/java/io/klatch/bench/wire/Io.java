package io.klatch.bench.wire;

import io.netty.channel.Channel;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/// The transports a run can choose from. The names are those of the command line.
public enum Io {
  epoll(EpollServerSocketChannel.class, EpollSocketChannel.class),
  io_uring(IoUringServerSocketChannel.class, IoUringSocketChannel.class),
  nio(NioServerSocketChannel.class, NioSocketChannel.class);

  private final Class<? extends ServerChannel> server;
  private final Class<? extends Channel> client;

  Io(Class<? extends ServerChannel> server, Class<? extends Channel> client) {
    this.server = server;
    this.client = client;
  }

  public Class<? extends ServerChannel> server() {
    return server;
  }

  public Class<? extends Channel> client() {
    return client;
  }

  public IoEventLoopGroup loops(int count) {
    return new MultiThreadIoEventLoopGroup(count, handlers());
  }

  /// Loops that ask `strategy` whether to sleep; for `epoll` alone.
  public IoEventLoopGroup loops(int count, SelectStrategy strategy) {
    if (this != epoll) {
      throw new IllegalArgumentException("only loops of epoll can be kept awake, not of " + this);
    }
    return new MultiThreadIoEventLoopGroup(count, EpollIoHandler.newFactory(0, () -> strategy));
  }

  private IoHandlerFactory handlers() {
    return switch (this) {
      case epoll -> EpollIoHandler.newFactory();
      case io_uring -> IoUringIoHandler.newFactory();
      case nio -> NioIoHandler.newFactory();
    };
  }
}
