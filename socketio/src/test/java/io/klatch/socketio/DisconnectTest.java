package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DisconnectTest {
  private final LinkedBlockingQueue<Socket> connected = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

  private TestServer start(Duration pingInterval, Duration pingTimeout) {
    var engine = EngineConfig.defaults().withHeartbeat(pingInterval, pingTimeout);
    return TestServer.sockets(
        new SocketServerConfig(engine, Duration.ofSeconds(45)),
        sockets -> {
          install(sockets.of("/"));
          install(sockets.of("/custom"));
        });
  }

  private void install(Namespace namespace) {
    namespace
        .onConnection(connected::add)
        .onDisconnect((_, reason) -> ended.add(namespace.name() + " " + reason.wireName()))
        .on("kick me", (socket, _) -> socket.disconnect(false))
        .on("echo", (socket, event) -> socket.emit("echo", event.args().toArray()))
        .onOther((_, event) -> events.add(event.name()));
  }

  private String ended() {
    return EchoHandler.next(ended);
  }

  @Test
  void a_client_that_leaves_the_main_namespace_keeps_its_connection() {
    try (var server = start(Duration.ofMillis(150), Duration.ofSeconds(5));
        var client = WsClient.joined(server.port())) {
      client.send("41");
      assertThat(ended()).isEqualTo("/ client namespace disconnect");
      assertThat(client.text()).isEqualTo("2");
      client.send("3");
      assertThat(client.join("/custom", "")).startsWith("40/custom,");
    }
  }

  @Nested
  class With_an_even_heartbeat {
    private final TestServer server = start(Duration.ofSeconds(25), Duration.ofSeconds(20));
    private final WsClient client = WsClient.joined(server.port());
    private final Socket socket = EchoHandler.next(connected);

    @AfterEach
    void stop() {
      client.close();
      server.close();
    }

    private void assertServed() {
      client.send("42[\"echo\",\"served\"]");
      assertThat(client.text()).isEqualTo("42[\"echo\",\"served\"]");
    }

    @Test
    void a_client_leaves_one_namespace_and_goes_on_in_another() {
      client.join("/custom", "");
      client.send("41/custom");
      assertServed();
      assertThat(ended()).isEqualTo("/custom client namespace disconnect");
      assertThat(client.join("/custom", "")).as("back again").startsWith("40/custom,");
    }

    @Test
    void a_client_that_breaks_off_ends_all_its_sockets() {
      client.join("/custom", "");
      client.close();
      assertThat(ended()).endsWith(" transport close");
      assertThat(ended()).endsWith(" transport close");
      Await.until("no session", () -> server.engine().sessionCount() == 0);
    }

    @Test
    void a_client_that_talks_nonsense_has_its_connection_closed() {
      client.send("4abc");
      assertThat(ended()).isEqualTo("/ forced close");
    }

    @Test
    void the_server_ends_a_socket_and_the_client_s_late_packets_are_ignored() {
      client.join("/custom", "");
      client.send("42[\"kick me\"]");
      client.send("42[\"late\"]");
      client.send("421[\"late\"]");
      client.send("430[]");
      assertThat(client.text()).isEqualTo("41");
      assertThat(ended()).isEqualTo("/ server namespace disconnect");
      client.send("42[\"later\"]");
      client.send("41");
      client.send("42/custom,[\"echo\",1]");
      assertThat(client.text()).isEqualTo("42/custom,[\"echo\",1]");
      assertThat(events).isEmpty();
      assertThat(ended).isEmpty();
      assertThat(client.join("/", "")).as("back again").startsWith("40{");
      assertServed();
    }

    @Test
    void late_packets_in_the_same_payload_are_ignored_too() {
      try (var polling = PollingClient.open(server.port())) {
        polling.post("40");
        polling.get();
        polling.post("42[\"kick me\"]", "42[\"late\"]");
        assertThat(polling.packets()).containsExactly("41");
      }
      assertThat(ended()).isEqualTo("/ server namespace disconnect");
      assertThat(events).isEmpty();
    }

    @Test
    void the_server_ends_all_sockets_of_a_connection_after_saying_so() {
      client.join("/custom", "");
      socket.emit("last words");
      socket.disconnect(true);
      assertThat(client.text()).isEqualTo("42[\"last words\"]");
      assertThat(client.text()).isEqualTo("41");
      assertThat(client.text()).isEqualTo("41/custom,");
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      assertThat(List.of(ended(), ended()))
          .containsExactly("/ server namespace disconnect", "/custom server namespace disconnect");
    }

    @Test
    void the_server_closes_the_connection_without_a_word() {
      socket.emit("last words");
      socket.closeTransport();
      assertThat(client.text()).isEqualTo("42[\"last words\"]");
      assertThat(client.frame().opcode()).isEqualTo(WsClient.CLOSE);
      assertThat(ended()).isEqualTo("/ forced close");
    }

    @Test
    void after_the_end_everything_is_dropped_and_nothing_fails() {
      client.close();
      ended();
      assertThat(socket.isConnected()).isFalse();
      socket.emit("nobody hears this");
      socket.join("room");
      socket.disconnect(true);
      socket.closeTransport();
      assertThat(socket.namespace().roomCount()).isZero();
      assertThat(socket.namespace().sockets()).isEmpty();
    }
  }

  @Test
  void a_client_that_does_not_answer_pings_ends_with_a_ping_timeout() {
    try (var server = start(Duration.ofMillis(50), Duration.ofMillis(50));
        var client = WsClient.joined(server.port())) {
      assertThat(ended()).isEqualTo("/ ping timeout");
      client.closeStatus();
    }
  }

  @Test
  void a_server_that_shuts_down_ends_its_sockets() throws InterruptedException {
    try (var server = start(Duration.ofSeconds(25), Duration.ofSeconds(20));
        var client = WsClient.joined(server.port())) {
      server.engine().close(Duration.ZERO);
      assertThat(ended()).isEqualTo("/ server shutting down");
      assertThat(client.closeStatus()).isEqualTo(1001);
    }
  }
}
