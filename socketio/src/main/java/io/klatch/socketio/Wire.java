package io.klatch.socketio;

import io.klatch.socketio.engine.EngineMessage;
import io.klatch.socketio.packet.SocketPacket;
import io.klatch.socketio.packet.SocketPacketCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Socket.IO packets as messages of Engine.IO.
final class Wire {
  /// Engine.IO's type of a text message.
  private static final String MESSAGE = "4";

  private Wire() {}

  static EngineMessage event(String namespace, long ackId, String name, @Nullable Object... args) {
    var written = Json.writeArgs(name, args);
    var type =
        written.attachments().isEmpty() ? SocketPacket.Type.EVENT : SocketPacket.Type.BINARY_EVENT;
    return packet(type, namespace, ackId, written);
  }

  static EngineMessage ack(String namespace, long ackId, @Nullable Object... args) {
    var written = Json.writeArgs(null, args);
    var type =
        written.attachments().isEmpty() ? SocketPacket.Type.ACK : SocketPacket.Type.BINARY_ACK;
    return packet(type, namespace, ackId, written);
  }

  static EngineMessage connect(String namespace, String sid, @Nullable String pid) {
    return plain(SocketPacket.Type.CONNECT, namespace, Json.write(Json.connected(sid, pid)));
  }

  static EngineMessage connectError(String namespace, String message, @Nullable Object data) {
    var error = Json.emptyObject().put("message", message);
    if (data != null) {
      error.putPOJO("data", data);
    }
    return plain(SocketPacket.Type.CONNECT_ERROR, namespace, Json.write(error));
  }

  static EngineMessage disconnect(String namespace) {
    return plain(SocketPacket.Type.DISCONNECT, namespace, "");
  }

  private static EngineMessage plain(SocketPacket.Type type, String namespace, String json) {
    return EngineMessage.text(
        SocketPacketCodec.header(type, namespace, SocketPacket.NO_ACK, 0) + json);
  }

  private static EngineMessage packet(
      SocketPacket.Type type, String namespace, long ackId, Json.Written written) {
    int attachments = written.attachments().size();
    var header =
        (MESSAGE + SocketPacketCodec.header(type, namespace, ackId, attachments))
            .getBytes(StandardCharsets.UTF_8);
    var packet = new byte[header.length + written.text().length];
    System.arraycopy(header, 0, packet, 0, header.length);
    System.arraycopy(written.text(), 0, packet, header.length, written.text().length);
    return EngineMessage.ofWire(packet, List.copyOf(written.attachments()));
  }
}
