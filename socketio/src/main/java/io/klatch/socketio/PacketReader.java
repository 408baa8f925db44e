package io.klatch.socketio;

import io.klatch.socketio.packet.MalformedPacketException;
import org.jspecify.annotations.Nullable;

/// Puts the packets of one connection together from its messages. Confined to the connection.
interface PacketReader {
  /// @return a whole packet, or null if more is to come
  @Nullable Packet text(String text) throws MalformedPacketException;

  /// Whether a packet has begun and more of it is to come.
  boolean isInPacket();

  /// @param bytes owned by the reader
  /// @return a whole packet, or null if more is to come
  @Nullable Packet binary(byte[] bytes) throws MalformedPacketException;
}
