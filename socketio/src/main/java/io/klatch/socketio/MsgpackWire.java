package io.klatch.socketio;

import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.packet.SocketPacket;
import io.klatch.socketio.packet.SocketPacketCodec;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Socket.IO packets as one binary message each: the map `{type, data, nsp, id}` in msgpack.
final class MsgpackWire {
  static final String TYPE = "type";
  static final String DATA = "data";
  static final String NAMESPACE = "nsp";
  static final String ID = "id";

  /// What the server itself has written is not limited further.
  private static final PacketLimits OWN =
      new PacketLimits(
          SocketPacket.ATTACHMENTS_MAX,
          Integer.MAX_VALUE,
          65_536,
          PacketLimits.JSON_DEPTH_HIGHEST,
          Integer.MAX_VALUE,
          10_000);

  private static final JsonReader OWN_JSON = new JsonReader(OWN);

  private MsgpackWire() {}

  /// An event that has been written as JSON.
  static EngineMessage event(EngineMessage written) {
    try {
      var text = written.textPacket();
      var packet =
          SocketPacketCodec.decode(
              new String(text, 1, text.length - 1, StandardCharsets.UTF_8), OWN);
      var json = Objects.requireNonNull(packet.payload(), "an event has a payload");
      var data = OWN_JSON.parseArgs(json, written.binaries());
      return packet(SocketPacket.Type.EVENT, packet.namespace(), packet.ackId(), data);
    } catch (MalformedPacketException malformed) {
      throw new IllegalArgumentException("an event that JSON clients could not read", malformed);
    }
  }

  static EngineMessage ack(String namespace, long ackId, Object... args) {
    return packet(SocketPacket.Type.ACK, namespace, ackId, Json.array(args));
  }

  static EngineMessage connect(String namespace, String sid, @Nullable String pid) {
    var data = Json.connected(sid, pid);
    return packet(SocketPacket.Type.CONNECT, namespace, SocketPacket.NO_ACK, data);
  }

  static EngineMessage connectError(String namespace, String message, @Nullable Object data) {
    var error = Json.emptyObject().put("message", message);
    if (data != null) {
      error.set(DATA, Json.tree(data));
    }
    return packet(SocketPacket.Type.CONNECT_ERROR, namespace, SocketPacket.NO_ACK, error);
  }

  static EngineMessage disconnect(String namespace) {
    return packet(SocketPacket.Type.DISCONNECT, namespace, SocketPacket.NO_ACK, null);
  }

  private static EngineMessage packet(
      SocketPacket.Type type, String namespace, long ackId, @Nullable JsonNode data) {
    ObjectNode packet = Json.emptyObject().put(TYPE, type.number());
    if (data != null) {
      packet.set(DATA, data);
    }
    packet.put(NAMESPACE, namespace);
    if (ackId != SocketPacket.NO_ACK) {
      packet.put(ID, ackId);
    }
    return EngineMessage.binary(MsgpackWriter.write(packet));
  }
}
