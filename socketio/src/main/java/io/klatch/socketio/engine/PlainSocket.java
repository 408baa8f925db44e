package io.klatch.socketio.engine;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.List;

/// One plain WebSocket at a [PlainEndpoint]. Its methods may be called from any thread and do not
/// block; one that is closed takes what it is given and does nothing.
///
/// `dirty` and `closing` are confined to the channel's event loop.
public final class PlainSocket {
  /// RFC 6455, section 7.4.1.
  public static final int GOING_AWAY = 1001;

  public static final int POLICY = 1008;

  private final PlainEndpoint endpoint;
  private final Channel channel;
  private final Handshake handshake;
  private boolean dirty;
  private boolean closing;

  PlainSocket(PlainEndpoint endpoint, Channel channel, Handshake handshake) {
    this.endpoint = endpoint;
    this.channel = channel;
    this.handshake = handshake;
  }

  public Handshake handshake() {
    return handshake;
  }

  public void send(PlainText text) {
    text.sendTo(List.of(this));
  }

  /// Sends what was given before, then a close frame, and ends when the client has answered or a
  /// moment has passed.
  ///
  /// @param reason for the developer of the client, at most 100 bytes of ASCII
  public void close(int status, String reason) {
    endpoint.run(channel.eventLoop(), () -> closeOnLoop(status, reason));
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  Channel channel() {
    return channel;
  }

  boolean isClosing() {
    return closing;
  }

  void closing() {
    closing = true;
  }

  /// On the event loop.
  ///
  /// @return whether it is to be flushed, and nobody else will
  boolean write(PlainText text) {
    if (closing || !channel.isActive()) {
      return false;
    }
    if (endpoint.isTooSlow(channel)) {
      endpoint.limitCounts().count(Limit.OUTBOX_BYTES);
      closing = true;
      var _ = channel.close();
      return false;
    }
    var _ = channel.write(text.buffer());
    boolean first = !dirty;
    dirty = true;
    return first;
  }

  /// On the event loop.
  void flush() {
    dirty = false;
    var _ = channel.flush();
  }

  private void closeOnLoop(int status, String reason) {
    if (!closing) {
      closing = true;
      endpoint.endAfter(channel, WebSocketFrames.close(status, reason, channel.alloc()));
    }
  }
}
