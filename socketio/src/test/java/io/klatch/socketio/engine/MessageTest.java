package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  private final EchoHandler echo = new EchoHandler();
  private final TestServer server = TestServer.engine(EngineConfig.defaults(), echo::open);

  @AfterEach
  void stop() {
    server.close();
  }

  @Nested
  class Polling {
    private final PollingClient client = PollingClient.open(server.port());

    @AfterEach
    void leave() {
      client.close();
    }

    @Test
    void carries_one_text_packet_each_way() {
      var answer = client.post("4hello");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("ok");
      assertThat(answer.header("content-type")).isEqualTo("text/html");
      assertThat(client.packets()).containsExactly("4hello");
    }

    @Test
    void carries_several_text_packets_in_one_payload() {
      client.post("4test1", "4test2", "4test3");
      assertThat(client.packets()).containsExactly("4test1", "4test2", "4test3");
    }

    @Test
    void carries_text_beyond_ascii() {
      client.post("4é€😀");
      assertThat(client.packets()).containsExactly("4é€😀");
    }

    @Test
    void carries_text_and_bytes_in_one_payload() {
      client.post("4hello", "bAQIDBA==");
      assertThat(client.packets()).containsExactly("4hello", "bAQIDBA==");
    }

    @Test
    void answers_a_waiting_poll_when_there_is_something_to_send() {
      client.startPoll();
      echo.session().send(EngineMessage.text("news"));
      assertThat(PollingClient.packetsOf(client.finishPoll())).containsExactly("4news");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "9", "4a\u001e", "b***", "0{}", "2", "2probe", "5", "6"})
    void ends_the_session_when_a_packet_is_not_what_a_client_sends(String body) {
      assertThat(client.post(body).status()).isEqualTo(400);
      assertThat(client.get().status()).isEqualTo(400);
      assertThat(echo.closeReason())
          .isIn(CloseReason.PARSE_ERROR, CloseReason.TRANSPORT_ERROR); // See DisconnectReasonTest.
    }

    @Test
    void delivers_nothing_of_a_payload_with_a_bad_packet() {
      client.startPoll();
      assertThat(client.post("4fine", "abc").status()).isEqualTo(400);
      assertThat(client.finishPoll().body()).doesNotContain("fine");
    }

    @Test
    void ends_the_session_at_a_second_poll_beside_the_first() {
      client.startPoll();
      // Both are on their way; the one that is handled second is refused.
      try (var second = HttpWire.connect(server.port())) {
        second.send("GET", client.target(), "");
        var statuses = new int[] {client.finishPoll().status(), second.receive().status()};
        assertThat(statuses).containsExactlyInAnyOrder(200, 400);
      }
      assertThat(client.get().status()).isEqualTo(400);
      assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
    }

    @Test
    void ends_the_session_when_a_waiting_poll_is_cut() {
      var session = echo.session();
      client.startPoll();
      session.send(EngineMessage.text("the poll has arrived"));
      client.finishPoll();
      client.startPoll();
      client.abortPoll();
      assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
      assertThat(server.engine().sessionCount()).isZero();
      assertThat(client.post("4x").status()).isEqualTo(400);
    }
  }

  @Nested
  class A_websocket {
    private final WsClient client = WsClient.open(server.port());

    @AfterEach
    void leave() {
      client.close();
    }

    @Test
    void carries_text() {
      client.send("4hello");
      assertThat(client.text()).isEqualTo("4hello");
    }

    @Test
    void carries_bytes_without_a_type() {
      client.send(new byte[] {1, 2, 3, 4});
      assertThat(client.binary()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void takes_bytes_as_base64_from_a_client_without_binary_frames() {
      client.send("bAQIDBA==");
      assertThat(client.binary()).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 124, 125, 126, 65_534, 65_535, 65_536, 999_999})
    void carries_every_length_up_to_the_limit(int length) {
      var text = "4" + "x".repeat(length);
      client.send(text);
      assertThat(client.text()).isEqualTo(text);
    }

    @Test
    void carries_a_text_that_comes_in_fragments() {
      client.write(WsClient.TEXT, "4hel".getBytes(UTF_8));
      client.write(WsClient.FIN | WsClient.PING, new byte[] {9});
      client.write(WsClient.FIN, "lo".getBytes(UTF_8));
      assertThat(client.frame().opcode()).isEqualTo(WsClient.PONG);
      assertThat(client.text()).isEqualTo("4hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "9", "b*", "0{}", "2", "2probe", "5", "6"})
    void is_closed_when_a_packet_is_not_what_a_client_sends(String packet) {
      client.send(packet);
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      assertThat(echo.closeReason())
          .isIn(CloseReason.PARSE_ERROR, CloseReason.TRANSPORT_ERROR); // See DisconnectReasonTest.
    }
  }

  @Test
  void
      a_path_that_ends_with_a_slash_is_not_meant_without_and_one_that_does_not_is_meant_either_way() {
    var config = EngineConfig.defaults();
    try (var usual = TestServer.engine(config, echo::open);
        var either = TestServer.engine(config.withPath("/socket.io"), echo::open);
        var one = HttpWire.connect(usual.port());
        var other = HttpWire.connect(either.port())) {
      assertThat(one.get("/socket.io/?EIO=4&transport=polling").status()).isEqualTo(200);
      assertThat(one.get("/socket.io?EIO=4&transport=polling").status()).isEqualTo(404);
      assertThat(other.get("/socket.io/?EIO=4&transport=polling").status()).isEqualTo(200);
      assertThat(other.get("/socket.io?EIO=4&transport=polling").status()).isEqualTo(200);
      assertThat(other.get("/socket.iox?EIO=4&transport=polling").status()).isEqualTo(404);
    }
  }

  @Test
  void another_path_is_another_endpoint() {
    var config = EngineConfig.defaults().withPath("/elsewhere/");
    try (var other = TestServer.engine(config, echo::open);
        var wire = HttpWire.connect(other.port())) {
      assertThat(wire.get("/socket.io/?EIO=4&transport=polling").status()).isEqualTo(404);
      assertThat(wire.get("/elsewhere/?EIO=4&transport=polling").status()).isEqualTo(200);
      assertThat(wire.get("/else%77here/?EIO=4&transport=polling").status()).isEqualTo(200);
      assertThat(wire.get("/elsewhere/more?EIO=4&transport=polling").status()).isEqualTo(404);
    }
  }
}
