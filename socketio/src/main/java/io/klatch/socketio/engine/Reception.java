package io.klatch.socketio.engine;

import io.klatch.socketio.packet.EnginePacket;
import io.klatch.socketio.packet.EnginePacketCodec;
import io.klatch.socketio.packet.MalformedPacketException;

/// What comes to a session over WebSockets: decoded, and given to whom it concerns.
///
/// Called on the event loop of the WebSocket; takes the session's lock where it looks at its state.
final class Reception {
  private final EngineSession session;

  Reception(EngineSession session) {
    this.session = session;
  }

  void text(WebSocketTransport from, String text) {
    EnginePacket packet;
    try {
      packet = EnginePacketCodec.decodePolled(text);
    } catch (MalformedPacketException malformed) {
      refuse(from, malformed);
      return;
    }
    if (!session.upgrade.receives(from, packet) && isOn(from)) {
      handle(from, packet);
    }
  }

  void binary(WebSocketTransport from, byte[] bytes) {
    if (isOn(from)) {
      handle(from, new EnginePacket.Binary(bytes));
    }
  }

  private boolean isOn(WebSocketTransport transport) {
    synchronized (session.lock) {
      return transport == session.webSocket && session.state == EngineSession.State.OPEN;
    }
  }

  private void handle(WebSocketTransport from, EnginePacket packet) {
    switch (packet) {
      case EnginePacket.Pong _ -> session.pulse.onPong();
      case EnginePacket.Close _ -> {
        from.close(WebSocketTransport.STATUS_NONE);
        session.terminate(CloseReason.TRANSPORT_CLOSE);
      }
      default -> {
        if (packet.isFromClient()) {
          session.execute(() -> session.deliver(packet));
        } else {
          refuse(from, EnginePacketCodec.wrongDirection());
        }
      }
    }
  }

  private void refuse(WebSocketTransport from, MalformedPacketException malformed) {
    session.server.countRefused(malformed);
    from.close(WebSocketTransport.STATUS_NONE);
    session.lost(from, CloseReason.of(malformed));
  }
}
