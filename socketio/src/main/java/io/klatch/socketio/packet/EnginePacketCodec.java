package io.klatch.socketio.packet;

import io.klatch.socketio.packet.EnginePacket.Binary;
import io.klatch.socketio.packet.EnginePacket.Close;
import io.klatch.socketio.packet.EnginePacket.Noop;
import io.klatch.socketio.packet.EnginePacket.Open;
import io.klatch.socketio.packet.EnginePacket.Ping;
import io.klatch.socketio.packet.EnginePacket.Pong;
import io.klatch.socketio.packet.EnginePacket.Text;
import io.klatch.socketio.packet.EnginePacket.Upgrade;
import java.util.Base64;

/// Engine.IO packets as text: a digit for the type, then the data; `b` and base64 for bytes.
public final class EnginePacketCodec {
  private EnginePacketCodec() {}

  /// Reads a packet that is no bytes.
  ///
  /// @throws MalformedPacketException if the text is empty or its type is unknown
  public static EnginePacket decode(String text) throws MalformedPacketException {
    if (text.isEmpty()) {
      throw malformed("empty packet");
    }
    return switch (text.charAt(0)) {
      case '0' -> new Open(text.substring(1));
      case '1' -> new Close();
      case '2' -> new Ping(text.substring(1));
      case '3' -> new Pong(text.substring(1));
      case '4' -> new Text(text.substring(1));
      case '5' -> new Upgrade();
      case '6' -> new Noop();
      default -> throw malformed("unknown packet type");
    };
  }

  /// Reads one part of a polling body, or a text frame of a client that sends no binary frames:
  /// bytes come as `b` and base64.
  public static EnginePacket decodePolled(String text) throws MalformedPacketException {
    if (!text.startsWith("b")) {
      return decode(text);
    }
    try {
      return new Binary(Base64.getDecoder().decode(withoutLineBreaks(text.substring(1))));
    } catch (IllegalArgumentException _) {
      throw malformed("bad base64");
    }
  }

  // The stock Java client (engine.io-client 2.1.0) breaks its base64 into lines, as mail does.
  private static String withoutLineBreaks(String base64) {
    return base64.indexOf('\n') < 0 ? base64 : base64.replace("\n", "").replace("\r", "");
  }

  private static MalformedPacketException malformed(String message) {
    return new MalformedPacketException(MalformedPacketException.Kind.ENGINE_PACKET, message);
  }

  /// What is wrong with a packet that is not `isFromClient`.
  public static MalformedPacketException wrongDirection() {
    return new MalformedPacketException(
        MalformedPacketException.Kind.DIRECTION, "packet of the wrong direction");
  }

  /// The packet as text; bytes as base64, as polling carries them.
  public static String encode(EnginePacket packet) {
    return switch (packet) {
      case Open(var json) -> "0" + json;
      case Close() -> "1";
      case Ping(var data) -> "2" + data;
      case Pong(var data) -> "3" + data;
      case Text(var data) -> "4" + data;
      case Upgrade() -> "5";
      case Noop() -> "6";
      case Binary(var bytes) -> "b" + Base64.getEncoder().encodeToString(bytes);
    };
  }
}
