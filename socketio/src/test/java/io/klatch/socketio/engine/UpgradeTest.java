package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.Endpoint;
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

class UpgradeTest {
  @Nested
  class On_each_endpoint {
    @ParameterizedTest
    @EnumSource
    void a_session_moves_from_polling_to_a_websocket(Endpoint endpoint) {
      try (var server = endpoint.start(Duration.ofMillis(200), Duration.ofSeconds(5));
          var client = PollingClient.open(server.port());
          var webSocket = client.upgrade()) {
        assertThat(webSocket.text()).isEqualTo("2"); // It carries the session now.
        assertThat(server.engine().sessionCount()).isEqualTo(1);
      }
    }

    @ParameterizedTest
    @EnumSource
    void polls_are_refused_after_the_upgrade_and_do_it_no_harm(Endpoint endpoint) {
      try (var server = endpoint.start(Duration.ofMillis(200), Duration.ofSeconds(5));
          var client = PollingClient.open(server.port());
          var webSocket = client.upgrade()) {
        assertThat(client.get().status()).isEqualTo(400);
        assertThat(client.post("4x").status()).isEqualTo(400);
        assertThat(webSocket.text()).isEqualTo("2");
      }
    }

    @ParameterizedTest
    @EnumSource
    void another_websocket_is_closed_after_the_upgrade_and_does_it_no_harm(Endpoint endpoint) {
      try (var server = endpoint.start(Duration.ofMillis(200), Duration.ofSeconds(5));
          var client = PollingClient.open(server.port());
          var webSocket = client.upgrade();
          var other = client.webSocket()) {
        assertThat(other.closeStatus()).isEqualTo(WsClient.NO_STATUS);
        assertThat(webSocket.text()).isEqualTo("2");
      }
    }
  }

  @Nested
  class An_upgrade {
    private final EchoHandler echo = new EchoHandler();
    private final TestServer server =
        TestServer.engine(
            EngineConfig.defaults().withUpgradeTimeout(Duration.ofMillis(300)), echo::open);
    private final PollingClient client = PollingClient.open(server.port());

    @AfterEach
    void stop() {
      client.close();
      server.close();
    }

    private void assertStillPolls() {
      client.post("4still here");
      assertThat(client.packets()).containsExactly("4still here");
      assertThat(server.engine().sessionCount()).isEqualTo(1);
    }

    @Test
    void answers_the_waiting_poll_so_that_the_client_can_pause() {
      var session = echo.session();
      client.startPoll();
      try (var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        assertThat(client.finishPoll().body()).isEqualTo("6");
        webSocket.send("5");
        webSocket.send("4over");
        assertThat(webSocket.text()).isEqualTo("4over");
        assertThat(session.isWebSocket()).isTrue();
      }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answers_a_poll_with_what_comes_meanwhile_and_not_with_nothing_first(boolean pollFirst) {
      if (pollFirst) {
        client.startPoll();
      }
      try (var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        if (!pollFirst) {
          client.startPoll();
        }
        client.post("4meanwhile");
        assertThat(client.finishPoll().body()).isEqualTo("4meanwhile");
        webSocket.send("5");
        webSocket.send("4over");
        assertThat(webSocket.text()).isEqualTo("4over");
      }
    }

    @Test
    void leaves_a_ping_that_falls_due_to_the_websocket() {
      try (var quick = Endpoint.ENGINE.start(Duration.ofMillis(50), Duration.ofSeconds(5));
          var client = PollingClient.open(quick.port());
          var webSocket = client.webSocket()) {
        assertThat(client.packets()).containsExactly("2");
        client.startPoll();
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        client.post("3"); // So that the next ping falls due while the poll waits.
        assertThat(client.finishPoll().body()).isEqualTo("6");
        webSocket.send("5");
        assertThat(webSocket.text()).isEqualTo("2");
      }
    }

    @Test
    void sends_over_the_websocket_what_was_queued_meanwhile() {
      try (var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        client.post("4one", "4two");
        webSocket.send("5");
        assertThat(webSocket.texts(2)).containsExactly("4one", "4two");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "2", "2other", "4x", "3probe", "abc", "1"})
    void that_does_not_begin_with_a_probe_is_given_up(String first) {
      try (var webSocket = client.webSocket()) {
        webSocket.send(first);
        assertThat(webSocket.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      }
      assertStillPolls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2probe", "4x", "abc"})
    void that_does_not_end_after_its_probe_is_given_up(String second) {
      try (var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        webSocket.send(second);
        assertThat(webSocket.text()).isEqualTo("3probe");
        assertThat(webSocket.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      }
      assertStillPolls();
    }

    @Test
    void that_takes_too_long_is_given_up() {
      try (var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        assertThat(webSocket.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      }
      assertStillPolls();
    }

    @Test
    void whose_websocket_breaks_is_given_up_and_a_new_one_may_begin() {
      try (var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        webSocket.write(WsClient.FIN | WsClient.CLOSE, new byte[] {});
        webSocket.closeStatus();
      }
      assertStillPolls();
      try (var webSocket = client.upgrade()) {
        webSocket.send("4over");
        assertThat(webSocket.text()).isEqualTo("4over");
      }
    }

    @Test
    void refuses_a_second_one_beside_it() {
      try (var first = client.webSocket()) {
        first.send("2probe");
        assertThat(first.text()).isEqualTo("3probe");
        try (var second = client.webSocket()) {
          assertThat(second.closeStatus()).isEqualTo(WsClient.NO_STATUS);
        }
        first.send("5");
        first.send("4over");
        assertThat(first.text()).isEqualTo("4over");
      }
    }

    @Test
    void of_a_session_that_began_as_a_websocket_is_refused() {
      try (var webSocket = WsClient.connect(server.port(), "")) {
        var sid = PollingClient.sidOf(webSocket.text());
        try (var other = WsClient.connect(server.port(), "&sid=" + sid)) {
          assertThat(other.closeStatus()).isEqualTo(WsClient.NO_STATUS);
        }
        webSocket.send("4x");
        assertThat(webSocket.text()).isEqualTo("4x");
      }
    }
  }
}
