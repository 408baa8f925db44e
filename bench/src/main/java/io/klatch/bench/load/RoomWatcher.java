package io.klatch.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// A client of `/ws/rooms`: a plain WebSocket, of which every frame is an event.
final class RoomWatcher extends WebSocketClient {

  private RoomWatcher(int number, String token, Channel channel, Events events) {
    super(number, Parser.json, "", channel, events, "/ws/rooms?token=" + token);
  }

  static Client in(Channel channel, int number, String token, Events events) {
    return new RoomWatcher(number, token, channel, events).added();
  }

  @Override
  public void text(ByteBuf bytes, int start, int length) {
    events().event(this, bytes, start, length);
  }
}
