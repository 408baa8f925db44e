package io.klatch.socketio;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.MalformedPacketException.Kind;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.packet.SocketPacket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The msgpack parser: one binary message is one packet.
final class MsgpackPacketReader implements PacketReader {
  private final PacketLimits limits;

  MsgpackPacketReader(PacketLimits limits) {
    this.limits = limits;
  }

  @Override
  public Packet text(String text) throws MalformedPacketException {
    throw malformed("text, where the parser is msgpack");
  }

  @Override
  public boolean isInPacket() {
    return false;
  }

  @Override
  public Packet binary(byte[] bytes) throws MalformedPacketException {
    if (!(MsgpackReader.read(bytes, limits) instanceof ObjectNode packet)) {
      throw malformed("a packet that is no map");
    }
    var type = type(packet.get(MsgpackWire.TYPE));
    var data = packet.get(MsgpackWire.DATA);
    long ackId = ackId(packet.get(MsgpackWire.ID));
    boolean fits =
        switch (type) {
          case CONNECT -> ackId == SocketPacket.NO_ACK;
          case DISCONNECT -> ackId == SocketPacket.NO_ACK && data == null;
          case ACK -> ackId != SocketPacket.NO_ACK && data != null;
          default -> data != null;
        };
    if (!fits) {
      throw new MalformedPacketException(
          Kind.SOCKET_PACKET, "parts do not fit a " + type + " packet");
    }
    return new Packet(type, namespace(packet.get(MsgpackWire.NAMESPACE)), ackId, data);
  }

  private static MalformedPacketException malformed(String message) {
    return new MalformedPacketException(Kind.MSGPACK, message);
  }

  private static SocketPacket.Type type(@Nullable JsonNode type) throws MalformedPacketException {
    int number = type != null && type.isInt() ? type.intValue() : -1;
    return switch (number) {
      case 0 -> SocketPacket.Type.CONNECT;
      case 1 -> SocketPacket.Type.DISCONNECT;
      case 2 -> SocketPacket.Type.EVENT;
      case 3 -> SocketPacket.Type.ACK;
      default ->
          throw new MalformedPacketException(Kind.SOCKET_PACKET, "a type that no client sends");
    };
  }

  private static long ackId(@Nullable JsonNode id) throws MalformedPacketException {
    if (id == null) {
      return SocketPacket.NO_ACK;
    }
    if (!id.isIntegralNumber()
        || !id.canConvertToLong()
        || id.longValue() < 0
        || id.longValue() > SocketPacket.ACK_ID_MAX) {
      throw new MalformedPacketException(Kind.ACK_ID, "ack id out of bounds");
    }
    return id.longValue();
  }

  private String namespace(@Nullable JsonNode name) throws MalformedPacketException {
    if (name == null || !name.isString() || !name.stringValue().startsWith("/")) {
      throw new MalformedPacketException(Kind.NAMESPACE, "a namespace must begin with /");
    }
    var namespace = name.stringValue();
    if (namespace.length() > limits.namespaceCharsMax()) {
      throw new MalformedPacketException(Kind.NAMESPACE, "namespace too long");
    }
    int query = namespace.indexOf('?');
    return query < 0 ? namespace : namespace.substring(0, query);
  }
}
