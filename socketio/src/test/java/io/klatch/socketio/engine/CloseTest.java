package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.Endpoint;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseTest {
  @Nested
  class A_client {
    @ParameterizedTest
    @EnumSource
    void that_polls_closes_its_session_with_a_packet(Endpoint endpoint) {
      try (var server = endpoint.start();
          var client = PollingClient.open(server.port())) {
        client.startPoll();
        assertThat(client.post("1").body()).isEqualTo("ok");
        assertThat(client.finishPoll().body()).isEqualTo("6");
        assertThat(client.get().status()).isEqualTo(400);
      }
    }

    @ParameterizedTest
    @EnumSource
    void on_a_websocket_closes_its_session_with_a_packet(Endpoint endpoint) {
      try (var server = endpoint.start();
          var client = WsClient.open(server.port())) {
        client.send("1");
        assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
        Await.until("no session", () -> server.engine().sessionCount() == 0);
      }
    }

    @ParameterizedTest
    @EnumSource
    void closes_its_websocket_and_gets_its_status_back(Endpoint endpoint) {
      try (var server = endpoint.start();
          var client = WsClient.open(server.port())) {
        client.write(WsClient.FIN | WsClient.CLOSE, WsClient.statusBytes(1000));
        assertThat(client.closeStatus()).isEqualTo(1000);
        Await.until("no session", () -> server.engine().sessionCount() == 0);
      }
    }
  }

  @Nested
  class A_session {
    private final EchoHandler echo = new EchoHandler();
    private final TestServer server = TestServer.engine(EngineConfig.defaults(), echo::open);

    @AfterEach
    void stop() {
      server.close();
    }

    @Test
    void ends_when_its_websocket_breaks() {
      WsClient.open(server.port()).close();
      assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
      assertThat(server.engine().sessionCount()).isZero();
    }

    @Test
    void closed_by_the_server_delivers_what_waits_before_it_ends() {
      try (var client = WsClient.open(server.port())) {
        var session = echo.session();
        session.send(EngineMessage.text("last"));
        session.close(CloseReason.FORCED_CLOSE);
        session.send(EngineMessage.text("too late"));
        assertThat(client.text()).isEqualTo("4last");
        assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      }
      assertThat(echo.closeReason()).isEqualTo(CloseReason.FORCED_CLOSE);
    }

    @Test
    void closed_by_the_server_tells_a_polling_client_with_its_next_poll() {
      try (var client = PollingClient.open(server.port())) {
        var session = echo.session();
        session.send(EngineMessage.text("last"));
        session.close(CloseReason.FORCED_CLOSE);
        assertThat(client.packets()).containsExactly("4last", "1");
        assertThat(client.get().status()).isEqualTo(400);
      }
    }

    @Test
    void closed_by_the_server_answers_a_waiting_poll() {
      try (var client = PollingClient.open(server.port())) {
        client.startPoll();
        echo.session().close(CloseReason.FORCED_CLOSE);
        assertThat(client.finishPoll().body()).isEqualTo("1");
        assertThat(client.get().status()).isEqualTo(400);
      }
    }

    @Test
    void is_told_of_its_end_once() {
      try (var client = WsClient.open(server.port())) {
        var session = echo.session();
        session.close(CloseReason.FORCED_CLOSE);
        session.close(CloseReason.SERVER_SHUTTING_DOWN);
        client.send("1");
        assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      }
      WsClient.open(server.port()).close();
      assertThat(echo.closeReason()).isEqualTo(CloseReason.FORCED_CLOSE);
      assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
      assertThat(echo.closed).isEmpty();
    }
  }

  @Nested
  class A_server {
    private final EchoHandler echo = new EchoHandler();

    @Test
    void that_shuts_down_tells_its_websockets_that_it_goes_away() throws InterruptedException {
      try (var server = TestServer.engine(EngineConfig.defaults(), echo::open);
          var one = WsClient.open(server.port());
          var other = WsClient.open(server.port())) {
        server.engine().close(Duration.ofMillis(20));
        assertThat(one.closeStatus()).isEqualTo(1001);
        assertThat(other.closeStatus()).isEqualTo(1001);
        assertThat(echo.closeReason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      }
    }

    @Test
    void that_accepts_no_more_answers_503_and_serves_those_it_has() {
      try (var server = TestServer.engine(EngineConfig.defaults(), echo::open);
          var client = PollingClient.open(server.port());
          var wire = HttpWire.connect(server.port())) {
        server.engine().stopAccepting();
        var answer = wire.get("/socket.io/?EIO=4&transport=polling");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        client.post("4x");
        assertThat(client.packets()).containsExactly("4x");
      }
    }

    @Test
    void has_a_limit_of_sessions_for_both_transports() {
      var config = EngineConfig.defaults().withSessionsMax(1);
      try (var server = TestServer.engine(config, echo::open);
          var client = WsClient.open(server.port());
          var wire = HttpWire.connect(server.port())) {
        assertThat(wire.get("/socket.io/?EIO=4&transport=polling").status()).isEqualTo(503);
        var upgrade = WsClient.handshake(wire, "EIO=4&transport=websocket");
        assertThat(upgrade.status()).isEqualTo(503);
        client.send("1");
        client.closeStatus();
        Await.until("no session", () -> server.engine().sessionCount() == 0);
        PollingClient.open(server.port()).close();
      }
    }
  }

  @Nested
  class A_handler_that_fails {
    private final EchoHandler echo = new EchoHandler();

    private SessionHandler failing(EngineSession session) {
      var handler = echo.open(session);
      return new SessionHandler() {
        @Override
        public void onText(String text) {
          throw new IllegalStateException("a fault on purpose");
        }

        @Override
        public void onBinary(byte[] bytes) {}

        @Override
        public void onClose(CloseReason reason) {
          handler.onClose(reason);
        }
      };
    }

    @ParameterizedTest
    @ValueSource(strings = {"4x", "4x\u001e4y"})
    void leaves_no_post_unanswered_and_ends_the_session(String body) {
      try (var server = TestServer.engine(EngineConfig.defaults(), this::failing);
          var client = PollingClient.open(server.port())) {
        assertThat(client.post(body).status()).isEqualTo(200);
        assertThat(client.get().body()).isEqualTo("1");
        assertThat(client.get().status()).isEqualTo(400);
        assertThat(echo.closeReason()).isEqualTo(CloseReason.FORCED_CLOSE);
      }
    }

    @Test
    void ends_the_session_of_a_websocket() {
      try (var server = TestServer.engine(EngineConfig.defaults(), this::failing);
          var client = WsClient.open(server.port())) {
        client.send("4x");
        assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
        assertThat(echo.closeReason()).isEqualTo(CloseReason.FORCED_CLOSE);
      }
    }
  }
}
