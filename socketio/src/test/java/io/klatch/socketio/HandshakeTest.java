package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  @Test
  void shows_what_the_client_said_when_it_came() {
    var sockets = new LinkedBlockingQueue<Socket>();
    try (var server = TestServer.sockets(it -> it.of("/n").onConnection(sockets::add));
        var client = WsClient.connect(server.port(), "&a=%C3%A9&a=2&b=")) {
      client.text();
      client.join("/n", "{\"token\":\"secret\"}");
      var handshake = EchoHandler.next(sockets).handshake();
      assertThat(handshake.query())
          .containsEntry("a", "é")
          .containsEntry("b", "")
          .containsEntry("transport", "websocket");
      assertThat(handshake.headers()).containsEntry("upgrade", "websocket").containsKey("host");
      assertThat(handshake.auth().toString()).isEqualTo("{\"token\":\"secret\"}");
      assertThat(handshake.address()).isEqualTo("127.0.0.1");
      assertThat(handshake.url()).startsWith("/socket.io/?EIO=4").contains("a=%C3%A9");
      assertThat(handshake.secure()).isFalse();
      assertThat(handshake.xdomain()).isFalse();
      assertThat(handshake.issued()).isEqualTo(handshake.time().toEpochMilli());
      Assertions.assertThat(handshake.time())
          .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    }
  }
}
