package io.klatch.socketio;

import io.klatch.socketio.packet.MalformedPacketException;
import io.klatch.socketio.packet.MalformedPacketException.Kind;
import io.klatch.socketio.packet.SocketPacket;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One whole packet of a client, whichever parser it came through.
///
/// @param ackId −1 when the client wants no acknowledgement
/// @param payload with its bytes as `BinaryNode`; null if there is none
record Packet(SocketPacket.Type type, String namespace, long ackId, @Nullable JsonNode payload) {

  /// Names that mean something to the client itself.
  static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  /// What a client says of itself in CONNECT; empty if nothing.
  ObjectNode auth() throws MalformedPacketException {
    if (payload == null) {
      return Json.emptyObject();
    }
    if (payload instanceof ObjectNode auth) {
      return auth;
    }
    throw new MalformedPacketException(Kind.PAYLOAD, "CONNECT payload must be an object");
  }

  /// What stands in the array of an event or acknowledgement.
  List<JsonNode> args() throws MalformedPacketException {
    if (payload instanceof ArrayNode args) {
      return args.values().stream().toList();
    }
    throw new MalformedPacketException(Kind.PAYLOAD, "payload must be an array");
  }

  /// The name that an event's arguments begin with.
  static String eventName(List<JsonNode> args) throws MalformedPacketException {
    if (args.isEmpty()) {
      throw new MalformedPacketException(Kind.PAYLOAD, "event without a name");
    }
    var name = args.getFirst();
    boolean fits = name.isString() ? !RESERVED.contains(name.stringValue()) : name.isNumber();
    if (!fits) {
      throw new MalformedPacketException(Kind.EVENT_NAME, "bad event name");
    }
    return name.asString();
  }
}
