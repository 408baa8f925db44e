package io.klatch.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Plain WebSockets at one path, beside Engine.IO on the same port: for protocols of an
/// application's own. Bind it to a port with an `EngineListener`. The door is that of Engine.IO:
/// origins, trusted proxies, limits of an address.
///
/// All methods may be called from any thread.
public final class PlainEndpoint {
  /// How long a client may take to answer our close frame.
  private static final long CLOSE_HANDSHAKE_MILLIS = 2_000;

  /// What a channel may hold before it says that it is not writable, and counts from.
  private static final int LOW_WATER_MARK = 16_384;

  private final PlainEndpointConfig config;
  private final PlainAcceptor acceptor;
  private final Executor executor;
  private final Door door;
  private final LimitCounts limitCounts = new LimitCounts();
  private final Set<PlainSocket> sockets = ConcurrentHashMap.newKeySet();

  /// @param executor runs the acceptor and its listeners, one virtual thread per socket with work
  public PlainEndpoint(PlainEndpointConfig config, PlainAcceptor acceptor, Executor executor) {
    this.config = config;
    this.acceptor = acceptor;
    this.executor = executor;
    this.door = new Door(config.access(), config.socketsMax());
  }

  /// Sockets open now.
  public int socketCount() {
    return sockets.size();
  }

  /// Requests turned away since the start, for this reason.
  public long denied(Denied reason) {
    return door.denied(reason);
  }

  /// How often its clients reached a limit.
  public LimitCounts limitCounts() {
    return limitCounts;
  }

  /// Lets nobody in any more and tells everybody to go.
  public void close() {
    door.shut();
    List.copyOf(sockets).forEach(socket -> socket.close(PlainSocket.GOING_AWAY, "server stops"));
  }

  PlainEndpointConfig config() {
    return config;
  }

  Door door() {
    return door;
  }

  WebSocketDecoderConfig decoder() {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(config.messageBytesMax())
        .expectMaskedFrames(true)
        .allowExtensions(false)
        .closeOnProtocolViolation(false)
        .build();
  }

  /// For a client that the door has let in; its place is given back when the channel closes.
  PlainChannel open(Channel channel, Handshake handshake) {
    var socket = new PlainSocket(this, channel, handshake);
    sockets.add(socket);
    var transport = new PlainChannel(this, socket, acceptor);
    var _ =
        channel
            .closeFuture()
            .addListener(_ -> {
              sockets.remove(socket);
              door.leave(handshake.address().getAddress());
              transport.ended();
            });
    return transport;
  }

  void start(Inbox inbox) {
    executor.execute(inbox);
  }

  boolean isTooSlow(Channel channel) {
    long over = channel.bytesBeforeWritable(); // 0 while the channel says that it is writable.
    return over > 0 && over + LOW_WATER_MARK > config.outboxBytesMax();
  }

  void run(EventLoop loop, Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      // The loop has ended, and its channels with it.
    }
  }

  /// Writes a close frame; the client's answer ends the connection, or the time for it. On the
  /// event loop.
  void endAfter(Channel channel, ByteBuf closeFrame) {
    channel.config().setAutoRead(true);
    var _ = channel.writeAndFlush(closeFrame);
    ScheduledFuture<?> giveUp =
        channel
            .eventLoop()
            .schedule(
                (Runnable)
                    () -> {
                      var _ = channel.close();
                    },
                CLOSE_HANDSHAKE_MILLIS,
                TimeUnit.MILLISECONDS);
    var _ = channel.closeFuture().addListener(_ -> giveUp.cancel(false));
  }
}
