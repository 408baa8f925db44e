package io.klatch.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/// A client of the floor for broadcast: `join` and `say`.
final class RoomConnection extends FloorConnection {

  private static final String TEXT_KEY = "\"text\":\"";

  private final FloorRoom room;

  RoomConnection(FloorRoom room) {
    this.room = room;
  }

  @Override
  public void text(ByteBuf bytes, int start, int length) {
    String packet = bytes.toString(start, length, StandardCharsets.UTF_8);
    if (packet.startsWith("42[\"say\"")) {
      int text = packet.indexOf(TEXT_KEY) + TEXT_KEY.length();
      room.say(packet.substring(text, packet.indexOf('"', text)));
    } else if (packet.equals("40")) {
      send(CONNECTED);
    } else if (packet.startsWith("42") && packet.contains("[\"join\"")) {
      room.join(here().channel());
      send("43" + packet.substring(2, packet.indexOf('[')) + "[\"ok\"]");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    super.channelInactive(gone);
    room.leave(gone.channel());
  }
}
