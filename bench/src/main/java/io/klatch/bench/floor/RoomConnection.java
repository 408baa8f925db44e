package io.klatch.bench.floor;

import io.klatch.bench.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/// A client of the floor for broadcast: `join` and `say`.
final class RoomConnection extends FloorConnection {

  private static final String TEXT_KEY = "\"text\":\"";

  private static final String SAID_BINARY = "451-[\"said\",{\"_placeholder\":true,\"num\":0}]";

  private final FloorRoom room;

  RoomConnection(FloorRoom room) {
    this.room = room;
  }

  @Override
  public void text(ByteBuf bytes, int start, int length) {
    String packet = bytes.toString(start, length, StandardCharsets.UTF_8);
    if (packet.startsWith("42[\"say\"")) {
      int text = packet.indexOf(TEXT_KEY) + TEXT_KEY.length();
      String said = packet.substring(text, packet.indexOf('"', text));
      room.say(FrameWriter.plain(here().alloc(), "42[\"said\",\"" + said + "\"]"));
    } else if (packet.equals("40")) {
      send(CONNECTED);
    } else if (packet.startsWith("42") && packet.contains("[\"join\"")) {
      room.join(here().channel());
      send("43" + packet.substring(2, packet.indexOf('[')) + "[\"ok\"]");
    }
  }

  /// The attachment of a `say`; there is no other.
  @Override
  public void bytes(ByteBuf bytes, int start, int length) {
    byte[] attachment = ByteBufUtil.getBytes(bytes, start, length);
    room.say(FrameWriter.plain(here().alloc(), SAID_BINARY, attachment));
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    super.channelInactive(gone);
    room.leave(gone.channel());
  }
}
