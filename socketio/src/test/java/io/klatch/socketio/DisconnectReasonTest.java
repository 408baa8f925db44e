package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The reference's words for what went wrong; `DisconnectTest` has those of an orderly end. The
/// end-to-end tests compare all of them with the reference beside us.
class DisconnectReasonTest {
  private static final String NOT_CONNECTED = "42/nowhere,[\"a\"]";

  private final LinkedBlockingQueue<String> reasons = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final TestServer server =
      TestServer.sockets(application ->
          application
              .of("/")
              .on("block", (_, _) -> Await.latch(released))
              .on("close", (socket, _) -> socket.closeTransport())
              .onOther((_, event) -> heard.add(event.name()))
              .onDisconnect((_, reason) -> reasons.add(reason.wireName())));

  @AfterEach
  void stop() {
    released.countDown();
    server.close();
  }

  private String reason() {
    return EchoHandler.next(reasons);
  }

  private PollingClient polling() {
    var client = PollingClient.open(server.port());
    client.post("40");
    client.get();
    return client;
  }

  @Nested
  class Over_WebSocket {
    private final WsClient client = WsClient.joined(server.port());

    @AfterEach
    void stop() {
      client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9", "hello", "b#"})
    void parse_error_is_what_is_no_packet_of_engine_io(String packet) {
      client.send(packet);
      assertThat(reason()).isEqualTo("parse error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2probe", "0{}", "5", "6"})
    void transport_error_is_a_packet_that_only_a_server_sends(String packet) {
      client.send(packet);
      assertThat(reason()).isEqualTo("transport error");
    }

    @Test
    void transport_error_is_what_breaks_the_rules_of_websocket() {
      client.write(WsClient.FIN | WsClient.TEXT, new byte[] {(byte) 0xc0, (byte) 0xaf});
      assertThat(reason()).isEqualTo("transport error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "47", "42{}", "42[null]", "42[\"a\"", "451-[\"a\"]", "40", "44{}"})
    void forced_close_is_what_is_no_packet_of_socket_io_or_not_due(String packet) {
      client.send(packet);
      client.send(packet); // After an announcement of bytes, text.
      assertThat(reason()).isEqualTo("forced close");
    }

    @Test
    void forced_close_is_what_the_application_closes() {
      client.send("42[\"close\"]");
      assertThat(reason()).isEqualTo("forced close");
    }

    @Test
    void transport_close_is_a_client_that_says_so() {
      client.write(WsClient.FIN | WsClient.CLOSE, WsClient.statusBytes(1000));
      assertThat(reason()).isEqualTo("transport close");
    }

    @Test
    void a_client_that_goes_is_heard_to_its_last_word() {
      client.send("42[\"block\"]");
      client.send("42[\"last words\"]");
      client.close();
      Await.until("the client has gone", () -> server.engine().sessionCount() == 0);
      released.countDown();
      assertThat(reason()).isEqualTo("transport close");
      assertThat(heard).containsExactly("last words");
    }
  }

  @Test
  void transport_close_is_a_connection_that_is_reset() {
    try (var wire = HttpWire.connect(server.port())) {
      WsClient.handshake(wire, "EIO=4&transport=websocket");
      var client = WsClient.on(wire);
      client.text();
      client.join("/", "");
      wire.cut();
      assertThat(reason()).isEqualTo("transport close");
    }
  }

  @Nested
  class Over_polling {
    private final PollingClient client = polling();

    @AfterEach
    void stop() {
      client.close();
    }

    @Test
    void parse_error_is_what_is_no_packet_of_engine_io() {
      client.post("9");
      assertThat(reason()).isEqualTo("parse error");
    }

    @Test
    void transport_error_is_a_packet_that_only_a_server_sends() {
      client.post("2");
      assertThat(reason()).isEqualTo("transport error");
    }

    @Test
    void transport_error_is_a_poll_that_is_aborted() {
      client.startPoll();
      client.abortPoll();
      assertThat(reason()).isEqualTo("transport error");
    }

    @Test
    void transport_error_is_a_post_that_is_broken_off() {
      try (var wire = HttpWire.connect(server.port())) {
        var head =
            "POST %s HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n42[\"a"
                .formatted(client.target());
        wire.write(head.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(reason()).isEqualTo("transport error");
      assertThat(client.get().status()).isEqualTo(400);
    }

    @Test
    void transport_close_is_a_client_that_says_so_and_what_it_says_then_is_not_heard() {
      client.post("42[\"last words\"]", "1", "42[\"too late\"]");
      assertThat(reason()).isEqualTo("transport close");
      assertThat(heard).containsExactly("last words");
    }

    @Test
    void forced_close_is_what_is_no_packet_of_socket_io() {
      client.post("42{}");
      assertThat(reason()).isEqualTo("forced close");
    }

    @Test
    void forced_server_close_is_what_was_not_due_while_no_poll_waits() {
      client.post(NOT_CONNECTED);
      assertThat(reason()).isEqualTo("forced server close");
    }
  }
}
