package io.klatch.socketio;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.MalformedPacketException.Kind;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.packet.SocketPacket;
import io.klatch.socketio.packet.SocketPacketCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parser of stock clients: a text, and as many binary messages as it announces.
final class JsonPacketReader implements PacketReader {
  private final PacketLimits limits;
  private final JsonReader json;
  private final int bytesMax;

  /// A binary packet whose attachments are still coming.
  private @Nullable SocketPacket pending;

  private @Nullable List<byte[]> attachments;

  /// Of the pending packet and the attachments that have come.
  private long bytes;

  /// @param bytesMax of a packet, its attachments included
  JsonPacketReader(PacketLimits limits, JsonReader json, int bytesMax) {
    this.limits = limits;
    this.json = json;
    this.bytesMax = bytesMax;
  }

  @Override
  public @Nullable Packet text(String text) throws MalformedPacketException {
    if (pending != null) {
      throw new MalformedPacketException(Kind.ATTACHMENT, "text where an attachment was due");
    }
    var packet = SocketPacketCodec.decode(text, limits);
    if (packet.attachments() == 0) {
      return whole(packet, List.of());
    }
    pending = packet;
    attachments = new ArrayList<>(packet.attachments());
    bytes = text.length();
    return null;
  }

  @Override
  public @Nullable Packet binary(byte[] attachment) throws MalformedPacketException {
    var packet = pending;
    var sofar = attachments;
    if (packet == null || sofar == null) {
      throw new MalformedPacketException(Kind.ATTACHMENT, "attachment of no packet");
    }
    bytes += attachment.length;
    if (bytes > bytesMax) {
      throw new MalformedPacketException(Kind.ATTACHMENT, "attachments too large");
    }
    sofar.add(attachment);
    if (sofar.size() < packet.attachments()) {
      return null;
    }
    pending = null;
    attachments = null;
    return whole(packet, sofar);
  }

  @Override
  public boolean isInPacket() {
    return pending != null;
  }

  private Packet whole(SocketPacket packet, List<byte[]> binaries) throws MalformedPacketException {
    var text = packet.payload();
    var payload =
        switch (packet.type()) {
          case EVENT, BINARY_EVENT, ACK, BINARY_ACK ->
              json.parseArgs(text == null ? "" : text, binaries);
          case CONNECT, DISCONNECT, CONNECT_ERROR -> text == null ? null : json.parse(text);
        };
    return new Packet(packet.type(), packet.namespace(), packet.ackId(), payload);
  }
}
