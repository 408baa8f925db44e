package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a handler sends when a session opens; here it runs before anything else is done with the
/// session.
final class GreetingTest {
  private EngineListener listener;

  @BeforeEach
  void start() throws IOException {
    var server = new EngineServer(EngineConfig.defaults(), GreetingTest::greet, Runnable::run);
    listener =
        EngineListener.start(
            new ListenerConfig("127.0.0.1", 0, 1, IoKind.AUTO),
            List.of(server),
            Thread.ofPlatform().daemon().factory(),
            null);
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  private static SessionHandler greet(EngineSession session) {
    session.send(EngineMessage.text("one"));
    session.send(EngineMessage.text("two"));
    session.send(EngineMessage.text("three"));
    return new EchoHandler().open(session);
  }

  @Test
  void follows_the_open_packet_over_a_websocket() {
    try (var client = WsClient.connect(listener.address().getPort(), "")) {
      assertThat(client.text()).startsWith("0{");
      assertThat(List.of(client.text(), client.text(), client.text()))
          .containsExactly("4one", "4two", "4three");
    }
  }

  @Test
  void follows_the_open_packet_over_polling() {
    try (var client = PollingClient.open(listener.address().getPort())) {
      assertThat(client.packets(3)).containsExactly("4one", "4two", "4three");
    }
  }
}
