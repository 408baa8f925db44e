package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Endpoint;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class HandshakeTest {
  private static final String ROOM_FOR_TIMES = "\"pingInterval\":300,\"pingTimeout\":200";

  private final TestServer server;

  HandshakeTest(Endpoint endpoint) {
    this.server = endpoint.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_get_opens_a_session_that_may_be_upgraded() {
    try (var wire = HttpWire.connect(server.port())) {
      var answer = wire.get("/socket.io/?EIO=4&transport=polling");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.body())
          .matches(
              "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\"websocket\"],"
                  + ROOM_FOR_TIMES
                  + ",\"maxPayload\":1000000}");
    }
  }

  @Test
  void a_websocket_opens_a_session_that_needs_no_upgrade() {
    try (var client = WsClient.connect(server.port(), "")) {
      assertThat(client.text())
          .matches(
              "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[],"
                  + ROOM_FOR_TIMES
                  + ",\"maxPayload\":1000000}");
    }
  }

  @Test
  void sessions_have_ids_of_their_own() {
    try (var one = PollingClient.open(server.port());
        var other = PollingClient.open(server.port())) {
      assertThat(one.sid()).isNotEqualTo(other.sid());
    }
    assertThat(server.engine().sessionsOpened()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "transport=polling, 5, Unsupported protocol version",
    "EIO=3&transport=polling, 5, Unsupported protocol version",
    "EIO=abc&transport=polling, 5, Unsupported protocol version",
    "EIO=4, 0, Transport unknown",
    "EIO=4&transport=abc, 0, Transport unknown",
    "EIO=4&transport=__proto__, 0, Transport unknown",
    "EIO=4&transport=constructor, 0, Transport unknown",
    "EIO=4&transport=websocket, 3, Bad request",
    "EIO=4&transport=polling&sid=unknown, 1, Session ID unknown",
    "EIO=4&transport=polling&sid=__proto__, 1, Session ID unknown",
    "EIO=4&transport=polling&sid=, 1, Session ID unknown"
  })
  void a_get_with_a_bad_query_is_refused_with_a_code(String query, int code, String message) {
    try (var wire = HttpWire.connect(server.port())) {
      var answer = wire.get("/socket.io/?" + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      assertThat(answer.body())
          .isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
    }
    assertThat(server.engine().sessionCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void only_a_get_opens_a_session(String method) {
    try (var wire = HttpWire.connect(server.port())) {
      wire.send(method, "/socket.io/?EIO=4&transport=polling", "");
      assertThat(wire.receive().status()).isEqualTo(400);
    }
    assertThat(server.engine().sessionCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
  void a_session_knows_get_and_post_only(String method) {
    try (var client = PollingClient.open(server.port());
        var wire = HttpWire.connect(server.port())) {
      wire.send(method, client.target(), "4x");
      assertThat(wire.receive().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transport=websocket",
        "EIO=3&transport=websocket",
        "EIO=abc&transport=websocket",
        "EIO=4",
        "EIO=4&transport=abc",
        "EIO=4&transport=polling",
        "EIO=4&transport=websocket&sid=unknown"
      })
  void a_websocket_with_a_bad_query_is_refused_and_closed(String query) {
    try (var wire = HttpWire.connect(server.port())) {
      assertThat(WsClient.handshake(wire, query).status()).isEqualTo(400);
      wire.awaitEnd();
    }
    assertThat(server.engine().sessionCount()).isZero();
  }

  @Test
  void a_connection_serves_one_request_after_the_other() {
    try (var wire = HttpWire.connect(server.port())) {
      assertThat(wire.get("/socket.io/?EIO=4&transport=abc").status()).isEqualTo(400);
      assertThat(wire.get("/elsewhere").status()).isEqualTo(404);
      assertThat(wire.get("/socket.io/?EIO=4&transport=polling").status()).isEqualTo(200);
    }
  }
}
