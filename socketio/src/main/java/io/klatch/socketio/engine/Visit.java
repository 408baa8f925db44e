package io.klatch.socketio.engine;

import io.klatch.socketio.engine.Replies.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import java.net.InetAddress;
import java.time.Instant;

/// One request to an endpoint, on its way through the door.
record Visit(
    ChannelHandlerContext context,
    FullHttpRequest request,
    EngineRequest asked,
    Caller caller,
    boolean upgrade) {
  Visit(
      ChannelHandlerContext context,
      FullHttpRequest request,
      EngineRequest asked,
      boolean upgrade) {
    this(
        context,
        request,
        asked,
        asked.server().door().caller(context.channel(), request.headers()),
        upgrade);
  }

  /// Whether it asks for a session.
  boolean first() {
    return asked.session() == null;
  }

  Door door() {
    return asked.server().door();
  }

  InetAddress address() {
    return caller.address().getAddress();
  }

  Handshake handshake() {
    return Handshake.of(request, caller, Instant.now());
  }

  void deny(Denial denial) {
    Replies.deny(context, denial);
    endIfUpgrade();
  }

  void refuse(Refusal refusal) {
    Replies.refuse(context, refusal);
    endIfUpgrade();
  }

  /// Nothing else is sent on a connection that was made for a WebSocket.
  private void endIfUpgrade() {
    if (upgrade) {
      var _ = context.close();
    }
  }
}
