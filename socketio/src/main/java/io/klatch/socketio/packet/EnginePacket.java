package io.klatch.socketio.packet;

/// One packet of Engine.IO v4, the layer that carries text and bytes over polling or WebSocket.
public sealed interface EnginePacket {

  /// The handshake, server to client only.
  ///
  /// @param json sid, upgrades, pingInterval, pingTimeout, maxPayload
  record Open(String json) implements EnginePacket {}

  record Close() implements EnginePacket {}

  /// @param data `probe` while a client tries a WebSocket, otherwise empty
  record Ping(String data) implements EnginePacket {}

  record Pong(String data) implements EnginePacket {}

  record Text(String data) implements EnginePacket {}

  /// Bytes of the application. The array is not copied; who makes the packet gives it away.
  record Binary(byte[] data) implements EnginePacket {}

  record Upgrade() implements EnginePacket {}

  record Noop() implements EnginePacket {}

  /// Whether a client may send it in an open session; the others only a server sends, or belong to
  /// an upgrade.
  default boolean isFromClient() {
    return switch (this) {
      case Text _, Binary _, Pong _, Close _ -> true;
      case Open _, Ping _, Upgrade _, Noop _ -> false;
    };
  }
}
