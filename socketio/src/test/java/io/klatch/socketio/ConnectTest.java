package io.klatch.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.EngineConfig;
import io.klatch.socketio.engine.Limit;
import io.klatch.socketio.packet.PacketLimits;
import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.Reference;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
  @Nested
  class A_client {
    private final TestServer server = Reference.start();
    private final WsClient client = WsClient.open(server.port());

    @AfterEach
    void stop() {
      client.close();
      server.close();
    }

    @Test
    void connects_to_the_main_namespace() {
      client.send("40");
      assertThat(client.text()).matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
      assertThat(client.text()).isEqualTo("42[\"auth\",{}]");
    }

    @Test
    void connects_to_the_main_namespace_with_a_payload() {
      client.send("40{\"token\":\"123\"}");
      assertThat(client.text()).matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
      assertThat(client.text()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40/custom,", "40/custom", "40/custom?token=1,"})
    void connects_to_a_custom_namespace(String packet) {
      client.send(packet);
      assertThat(client.text()).matches("40/custom,\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
      assertThat(client.text()).isEqualTo("42/custom,[\"auth\",{}]");
    }

    @Test
    void connects_to_a_custom_namespace_with_a_payload() {
      client.send("40/custom,{\"token\":\"abc\"}");
      assertThat(client.text()).matches("40/custom,\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
      assertThat(client.text()).isEqualTo("42/custom,[\"auth\",{\"token\":\"abc\"}]");
    }

    @Test
    void is_told_that_a_namespace_is_unknown_and_may_connect_to_another() {
      client.send("40/random");
      assertThat(client.text()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
      assertThat(client.join("/custom", "")).startsWith("40/custom,");
    }

    @Test
    void has_another_id_in_each_namespace_and_none_is_the_connection_s() {
      try (var polling = PollingClient.open(server.port())) {
        polling.post("40", "40/custom,");
        var ids =
            polling.packets(4).stream()
                .filter(packet -> packet.startsWith("40"))
                .map(PollingClient::sidOf)
                .toList();
        assertThat(ids).hasSize(2).doesNotHaveDuplicates().doesNotContain(polling.sid());
      }
    }

    @Test
    void uses_two_namespaces_over_one_connection() {
      client.join("/", "");
      client.text();
      client.join("/custom", "");
      client.text();
      client.send("42/custom,[\"message\",\"custom\"]");
      client.send("42[\"message\",\"main\"]");
      assertThat(client.texts(2))
          .containsExactly(
              "42/custom,[\"message-back\",\"custom\"]", "42[\"message-back\",\"main\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "40{}"})
    void that_connects_twice_is_closed(String second) {
      client.join("/", "");
      client.text();
      client.send(second);
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42[\"message\"]", "41", "43[1]", "431[1]", "4abc"})
    void that_sends_something_before_it_has_connected_is_closed(String packet) {
      client.send(packet);
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      Await.until("no session", () -> server.engine().sessionCount() == 0);
    }

    @Test
    void that_sends_an_event_to_a_namespace_it_is_not_in_is_closed() {
      client.join("/", "");
      client.text();
      client.send("42/custom,[\"message\"]");
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }

    @Test
    void that_is_refused_by_too_many_namespaces_is_closed() {
      for (int i = 0; i < 400; i++) {
        client.send("40/guess" + i + ",");
      }
      int answers = 0;
      while (client.frame().opcode() == WsClient.TEXT) {
        answers++;
      }
      assertThat(answers).isEqualTo(100);
    }
  }

  @Test
  void a_client_is_in_so_many_namespaces_and_refused_one_more_until_it_leaves_one() {
    Consumer<SocketServer> rooms =
        sockets -> IntStream.range(0, 40).forEach(i -> sockets.of("/n" + i));
    var limits = new ConnectionLimits(3, 100, Duration.ofSeconds(60));
    var config =
        new SocketServerConfig(
            EngineConfig.defaults(),
            Duration.ofSeconds(45),
            PacketLimits.defaults(),
            limits,
            Parser.JSON);
    try (var server = TestServer.sockets(config, rooms);
        var client = WsClient.open(server.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.join("/n" + i, "")).startsWith("40/n" + i + ",{\"sid\"");
      }
      assertThat(client.join("/n3", ""))
          .isEqualTo("44/n3,{\"message\":\"Too many namespaces on one connection, at most 3\"}");
      client.send("41/n0,");
      assertThat(client.join("/n3", "")).startsWith("40/n3,{\"sid\"");
      assertThat(server.engine().limitCounts().of(Limit.NAMESPACES)).isEqualTo(1);
    }
  }

  @Test
  void a_client_that_connects_to_nothing_is_closed_after_a_while() {
    try (var server = Reference.start(EngineConfig.defaults(), Duration.ofMillis(150));
        var silent = WsClient.open(server.port());
        var refused = WsClient.open(server.port());
        var connected = WsClient.joined(server.port())) {
      connected.text();
      refused.join("/random", "");
      assertThat(silent.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      assertThat(refused.closeStatus()).isEqualTo(WsClient.NO_STATUS);
      connected.send("42[\"message\"]");
      assertThat(connected.text()).isEqualTo("42[\"message-back\"]");
    }
  }

  @Nested
  class A_guard {
    private TestServer guarded(ConnectGuard... guards) {
      return TestServer.sockets(server -> {
        for (var guard : guards) {
          server.of("/").use(guard);
        }
      });
    }

    private static final ConnectGuard ALLOW = (_, _) -> new ConnectDecision.Allow();

    @Test
    void that_refuses_tells_the_client_why_and_what_else_it_wants_to_tell() {
      var data = Map.of("code", "TOKEN_EXPIRED");
      try (var server = guarded(ALLOW, (_, _) -> new ConnectDecision.Refuse("no", data));
          var client = WsClient.open(server.port())) {
        assertThat(client.join("/", ""))
            .isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":\"TOKEN_EXPIRED\"}}");
      }
    }

    @Test
    void that_refuses_without_data_sends_none() {
      try (var server = guarded((_, _) -> new ConnectDecision.Refuse("no", null));
          var client = WsClient.open(server.port())) {
        assertThat(client.join("/", "")).isEqualTo("44{\"message\":\"no\"}");
      }
    }

    @Test
    void that_refuses_ends_the_questioning_and_the_client_may_try_again() {
      ConnectGuard byToken =
          (_, auth) ->
              auth.path("token").asString("").equals("good")
                  ? new ConnectDecision.Allow()
                  : new ConnectDecision.Refuse("bad token", null);
      var asked = new CountDownLatch(1);
      ConnectGuard second =
          (_, _) -> {
            asked.countDown();
            return new ConnectDecision.Allow();
          };
      try (var server = guarded(byToken, second);
          var client = WsClient.open(server.port())) {
        assertThat(client.join("/", "{\"token\":\"bad\"}")).startsWith("44{");
        assertThat(asked.getCount()).isEqualTo(1);
        assertThat(client.join("/", "{\"token\":\"good\"}")).startsWith("40{");
        assertThat(asked.getCount()).isZero();
      }
    }

    @Test
    void may_take_its_time_without_holding_up_others() {
      var release = new CountDownLatch(1);
      ConnectGuard slow =
          (_, auth) -> {
            if (auth.has("slow")) {
              Await.latch(release);
            }
            return new ConnectDecision.Allow();
          };
      try (var server = guarded(slow);
          var waiting = WsClient.open(server.port());
          var other = WsClient.open(server.port())) {
        waiting.send("40{\"slow\":1}");
        assertThat(other.join("/", "")).startsWith("40{");
        release.countDown();
        assertThat(waiting.text()).startsWith("40{");
      }
    }

    @Test
    void that_lets_a_socket_join_a_room_and_then_refuses_it_leaves_no_room_behind() {
      var namespaces = new AtomicReference<Namespace>();
      ConnectGuard guard =
          (socket, _) -> {
            socket.join("early");
            namespaces.set(socket.namespace());
            return new ConnectDecision.Refuse("no", null);
          };
      try (var server = guarded(guard);
          var client = WsClient.open(server.port())) {
        client.join("/", "");
        client.join("/", "");
        assertThat(namespaces.get().roomCount()).isZero();
      }
    }

    @Test
    void that_fails_closes_the_connection_and_leaves_no_room_behind() {
      var namespaces = new AtomicReference<Namespace>();
      ConnectGuard guard =
          (socket, _) -> {
            socket.join("early");
            namespaces.set(socket.namespace());
            throw new IllegalStateException("a fault on purpose");
          };
      try (var server = guarded(guard);
          var client = WsClient.open(server.port())) {
        client.send("40");
        assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
        Await.until("no rooms", () -> namespaces.get().roomCount() == 0);
      }
    }
  }

  @Test
  void the_handshake_of_the_connection_is_there_to_be_looked_at() {
    var seen = new LinkedBlockingQueue<List<String>>();
    try (var server =
            TestServer.sockets(sockets ->
                sockets
                    .of("/")
                    .onConnection(socket ->
                        seen.add(
                            List.of(
                                String.valueOf(socket.handshake().query().get("token")),
                                String.valueOf(socket.handshake().headers().get("host")),
                                socket.handshake().address()))));
        var client = WsClient.connect(server.port(), "&token=a%20b")) {
      client.text();
      client.join("/", "");
      assertThat(EchoHandler.next(seen)).containsExactly("a b", "test", "127.0.0.1");
    }
  }
}
