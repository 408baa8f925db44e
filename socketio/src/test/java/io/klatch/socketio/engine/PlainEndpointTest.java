package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.WsClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Plain WebSockets beside Engine.IO on one port.
class PlainEndpointTest {
  private static final Access OPEN = Access.defaults().withAddresses(AddressLimits.unlimited());
  private static final PlainEndpointConfig USUAL = PlainEndpointConfig.at("/plain", OPEN);

  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<PlainSocket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger closed = new AtomicInteger();
  private @Nullable EngineListener listener;
  private @Nullable PlainEndpoint endpoint;

  @AfterEach
  void stop() {
    if (listener != null) {
      listener.close();
    }
    handlers.shutdownNow();
  }

  @Test
  void messages_go_both_ways_in_order_and_may_come_in_pieces() {
    try (var client = connect(USUAL)) {
      client.send("one");
      assertThat(client.text()).isEqualTo("one");
      client.write(WsClient.TEXT, "tw".getBytes(UTF_8));
      client.write(WsClient.PING | WsClient.FIN, "p".getBytes(UTF_8));
      client.write(WsClient.FIN | WsClient.CONTINUATION, "o".getBytes(UTF_8));
      var pong = client.frame();
      assertThat(pong.opcode()).isEqualTo(WsClient.PONG);
      assertThat(pong.payload()).isEqualTo("p".getBytes(UTF_8));
      assertThat(client.text()).isEqualTo("two");
      client.write(WsClient.FIN | WsClient.CLOSE, WsClient.statusBytes(1000));
      assertThat(client.closeStatus()).isEqualTo(1000);
    }
    Await.until("closed", () -> closed.get() == 1 && endpoint().socketCount() == 0);
  }

  @Test
  void what_is_no_message_ends_the_connection_with_its_status() {
    var small =
        new PlainEndpointConfig("/plain", OPEN, null, 10, 100, 1_000, 4, Duration.ofHours(1));
    var port = start(small);
    assertStatus(port, WsClient.FIN | WsClient.TEXT, new byte[101], 1009);
    assertStatus(port, WsClient.FIN | WsClient.BINARY, new byte[1], 1003);
    assertStatus(port, WsClient.FIN | WsClient.TEXT, new byte[] {(byte) 0xff}, 1007);
    assertStatus(port, WsClient.FIN | 0x40 | WsClient.TEXT, new byte[1], 1002);
    try (var client = connect(port)) {
      client.write(WsClient.TEXT, new byte[90]);
      client.write(WsClient.FIN | WsClient.CONTINUATION, new byte[90]);
      assertThat(client.closeStatus()).isEqualTo(1009);
    }
    assertThat(endpoint().limitCounts().of(Limit.MESSAGE_BYTES)).isEqualTo(2);
    Await.until("five closed", () -> closed.get() == 5 && endpoint().socketCount() == 0);
  }

  @Test
  @Tag("T19")
  void one_text_reaches_all_and_who_does_not_read_is_cut_off_alone() {
    var port = start(USUAL.withOutboxBytesMax(200_000));
    try (var slow = WsClient.on(handshaken(HttpWire.connectNarrow(port)));
        var quick = connect(port)) {
      Await.until("two are there", () -> sockets.size() == 2);
      var text = PlainText.of("x".repeat(10_000));
      for (var i = 0; endpoint().limitCounts().of(Limit.OUTBOX_BYTES) == 0; i++) {
        assertThat(i).as("texts a client takes that does not read").isLessThan(10_000);
        text.sendTo(sockets);
        assertThat(quick.text()).hasSize(10_000);
      }
      Await.until("closed", () -> closed.get() == 1);
      quick.send("still here");
      assertThat(quick.text()).isEqualTo("still here");
      assertThat(slow).isNotNull();
    }
  }

  @Test
  void who_does_not_answer_a_ping_is_gone() {
    try (var client = connect(USUAL.withPingInterval(Duration.ofMillis(200)))) {
      assertThat(client.frame().opcode()).isEqualTo(WsClient.PING);
      client.write(WsClient.FIN | WsClient.PONG, new byte[0]);
      assertThat(client.frame().opcode()).isEqualTo(WsClient.PING);
      assertThat(client.closeStatus()).isEqualTo(WsClient.ABNORMAL);
    }
    Await.until("closed", () -> closed.get() == 1);
  }

  @Test
  void a_full_house_is_503_until_somebody_has_gone_and_after_the_end_for_good() {
    var port = start(USUAL.withSocketsMax(1));
    try (var _ = connect(port);
        var late = HttpWire.connect(port)) {
      assertThat(handshake(late).status()).isEqualTo(503);
    }
    Await.until("gone", () -> endpoint().socketCount() == 0);
    try (var client = connect(port)) {
      endpoint().close();
      assertThat(client.closeStatus()).isEqualTo(PlainSocket.GOING_AWAY);
    }
    try (var late = HttpWire.connect(port)) {
      assertThat(handshake(late).status()).isEqualTo(503);
    }
  }

  @Test
  void a_sub_protocol_is_agreed_on_where_it_is_offered_and_no_other_is_said() {
    var port = start(USUAL.withProtocol("ours"));
    try (var wire = HttpWire.connect(port)) {
      var answer = handshake(wire, "Sec-WebSocket-Protocol: secret.1, ours");
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("sec-websocket-protocol")).isEqualTo("ours");
    }
    try (var wire = HttpWire.connect(port)) {
      assertThat(handshake(wire, "Origin: https://evil.example").status()).isEqualTo(403);
    }
  }

  @Test
  void engine_io_goes_on_beside_it() {
    try (var client = WsClient.open(start(USUAL))) {
      client.send("4hello");
      assertThat(client.text()).isEqualTo("4hello");
    }
  }

  private void assertStatus(int port, int firstByte, byte[] payload, int status) {
    try (var client = connect(port)) {
      client.write(firstByte, payload);
      assertThat(client.closeStatus()).isEqualTo(status);
    }
  }

  private WsClient connect(PlainEndpointConfig config) {
    return connect(start(config));
  }

  private static WsClient connect(int port) {
    return WsClient.on(handshaken(HttpWire.connect(port)));
  }

  private static HttpWire handshaken(HttpWire wire) {
    assertThat(handshake(wire).status()).isEqualTo(101);
    return wire;
  }

  private static HttpWire.Answer handshake(HttpWire wire, String... headers) {
    var request = new String(WsClient.handshakeRequest("", headers), UTF_8);
    wire.write(request.replace("/socket.io/?", "/plain?").getBytes(UTF_8));
    return wire.receive();
  }

  private PlainEndpoint endpoint() {
    return Objects.requireNonNull(endpoint);
  }

  /// Says what it hears.
  private int start(PlainEndpointConfig config) {
    var made = new PlainEndpoint(config, this::echo, handlers);
    endpoint = made;
    var engine =
        new EngineServer(
            EngineConfig.defaults().withAccess(OPEN), new EchoHandler()::open, handlers);
    var threads = Thread.ofPlatform().daemon().name("test-io-", 0).factory();
    try {
      var bound =
          EngineListener.start(
              new ListenerConfig("127.0.0.1", 0, 2, IoKind.AUTO),
              List.of(engine),
              List.of(made),
              threads,
              null,
              LargeBodies.NONE);
      listener = bound;
      return bound.address().getPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PlainListener echo(PlainSocket socket) {
    sockets.add(socket);
    return new PlainListener() {
      @Override
      public void message(String text) {
        socket.send(PlainText.of(text));
      }

      @Override
      public void closed() {
        sockets.remove(socket);
        closed.incrementAndGet();
      }
    };
  }
}
