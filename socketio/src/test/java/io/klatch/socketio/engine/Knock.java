package io.klatch.socketio.engine;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.HttpWire.Answer;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;

/// The two ways to ask for a session, so that a test of the door says each thing once for both. The
/// requests are for the host `test`.
enum Knock {
  POLLING(200) {
    @Override
    Answer on(HttpWire wire, String more, String... headers) {
      wire.send("GET", "/socket.io/?EIO=4&transport=polling" + more, "", headers);
      return wire.receive();
    }
  },
  WEBSOCKET(101) {
    @Override
    Answer on(HttpWire wire, String more, String... headers) {
      return WsClient.handshake(wire, "EIO=4&transport=websocket" + more, headers);
    }
  };

  /// The status of an answer that lets in.
  final int in;

  Knock(int in) {
    this.in = in;
  }

  abstract Answer on(HttpWire wire, String more, String... headers);

  Answer at(TestServer server, String... headers) {
    try (var wire = HttpWire.connect(server.port())) {
      return on(wire, "", headers);
    }
  }

  static TestServer server(Access access) {
    return TestServer.engine(EngineConfig.defaults().withAccess(access), new EchoHandler()::open);
  }
}
