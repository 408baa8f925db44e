package io.klatch.socketio.engine;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;

/// How the listener talks to the kernel.
public enum IoKind {
  /// Epoll where there is one, NIO elsewhere.
  AUTO,
  EPOLL,
  IO_URING,
  NIO;

  /// Whether this machine has it.
  public boolean isAvailable() {
    return switch (this) {
      case AUTO, NIO -> true;
      case EPOLL -> Epoll.isAvailable();
      case IO_URING -> IoUring.isAvailable();
    };
  }

  IoKind resolved() {
    return this == AUTO ? (Epoll.isAvailable() ? EPOLL : NIO) : this;
  }

  IoHandlerFactory handlers() {
    return switch (resolved()) {
      case EPOLL -> EpollIoHandler.newFactory();
      case IO_URING -> IoUringIoHandler.newFactory();
      case NIO, AUTO -> NioIoHandler.newFactory();
    };
  }

  Class<? extends ServerChannel> serverChannel() {
    return switch (resolved()) {
      case EPOLL -> EpollServerSocketChannel.class;
      case IO_URING -> IoUringServerSocketChannel.class;
      case NIO, AUTO -> NioServerSocketChannel.class;
    };
  }
}
