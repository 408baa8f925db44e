package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.LeakCheck;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private final EchoHandler echo = new EchoHandler();

  private void assertServes(TestServer server) {
    try (var client = WsClient.open(server.port())) {
      client.send("4served");
      assertThat(client.text()).isEqualTo("4served");
    }
  }

  @Nested
  class A_slow_reader {
    private final EngineConfig config = EngineConfig.defaults().withOutboxBytesMax(1_001_000);
    private final byte[] bytes = new byte[100_000];

    @Test
    void on_a_websocket_is_closed_when_its_outbox_is_full_and_others_go_on() {
      try (var server = TestServer.engine(config, echo::open);
          var slow = WsClient.open(server.port())) {
        var slowSession = echo.session();
        try (var other = WsClient.open(server.port())) {
          var otherSession = echo.session();
          int sent = 0;
          while (slowSession.isOpen() && sent < 1_000) {
            sent++;
            try (var broadcast = new EngineBroadcast(EngineMessage.binary(bytes))) {
              broadcast.add(slowSession);
              broadcast.add(otherSession);
            }
            assertThat(other.binary()).hasSize(bytes.length);
          }
          assertThat(echo.closeReason()).isEqualTo(CloseReason.SLOW_READER);
          other.send("4served");
          assertThat(other.text()).isEqualTo("4served");
        }
        slow.closeStatus();
      }
    }

    @Test
    void that_polls_is_closed_when_its_outbox_is_full() {
      try (var server = TestServer.engine(config, echo::open);
          var client = PollingClient.open(server.port())) {
        var session = echo.session();
        for (int i = 0; i < 10; i++) {
          session.send(EngineMessage.binary(bytes));
        }
        assertThat(session.isOpen()).as("just full").isTrue();
        session.send(EngineMessage.text("one more"));
        assertThat(session.isOpen()).isFalse();
        assertThat(echo.closeReason()).isEqualTo(CloseReason.SLOW_READER);
        assertThat(client.get().status()).isEqualTo(400);
      }
    }
  }

  @Nested
  class A_slow_handler {
    private static final int FRAMES = 15_000;
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Integer> handled = Collections.synchronizedList(new ArrayList<>());

    private SessionHandler slow(EngineSession session) {
      var handler = echo.open(session);
      return new SessionHandler() {
        @Override
        public void onText(String text) {
          handler.onText(text);
        }

        @Override
        public void onBinary(byte[] bytes) {
          Await.latch(release);
          handled.add(ByteBuffer.wrap(bytes).getInt());
        }

        @Override
        public void onClose(CloseReason reason) {
          handler.onClose(reason);
        }
      };
    }

    private Thread flood(WsClient client) {
      return Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < FRAMES; i++) {
              client.send(ByteBuffer.allocate(2_000).putInt(i).array());
              if (i % 50 == 0) {
                client.send("3"); // It is alive, as the server would know if it read.
              }
              sent.incrementAndGet();
            }
          });
    }

    /// Waits until the flood has stood still for a while: the kernel's buffers are full.
    private void awaitStandstill() {
      int before = -1;
      while (sent.get() != before) {
        before = sent.get();
        LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
      }
    }

    @Test
    void makes_a_flooding_client_wait_loses_nothing_and_does_not_take_it_for_dead()
        throws InterruptedException {
      var config =
          EngineConfig.defaults().withHeartbeat(Duration.ofMillis(200), Duration.ofMillis(400));
      try (var server = TestServer.engine(config, this::slow);
          var client = WsClient.open(server.port())) {
        var flood = flood(client);
        awaitStandstill();
        assertThat(sent.get()).as("accepted while nothing was handled").isLessThan(FRAMES);
        LockSupport.parkNanos(
            Duration.ofMillis(900).toNanos()); // Longer than the heartbeat allows.
        release.countDown();
        flood.join();
        Await.until("all handled", () -> handled.size() == FRAMES);
        assertThat(handled).isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
      }
    }

    @Test
    void does_not_hold_up_other_sessions() {
      try (var server = TestServer.engine(EngineConfig.defaults(), this::slow);
          var client = WsClient.open(server.port())) {
        client.send(new byte[4]);
        assertServes(server);
        release.countDown();
        Await.until("handled", () -> handled.size() == 1);
      }
    }
  }

  @Test
  void a_client_that_pings_and_does_not_read_is_closed_before_pongs_pile_up() {
    var pings = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      pings.writeBytes(WsClient.frame(WsClient.FIN | WsClient.PING, new byte[125]));
    }
    try (var server = TestServer.engine(EngineConfig.defaults(), echo::open)) {
      assertServes(server);
      assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
      try (var client = WsClient.openNarrow(server.port())) {
        long sent = floodUntilClosed(client, pings.toByteArray());
        assertThat(sent).as("rounds of a thousand pings").isLessThan(1_000);
        assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
        assertThat(server.engine().limitCounts().of(Limit.PONGS)).isEqualTo(1);
        assertServes(server);
      }
    }
  }

  /// @return how often the bytes could be sent
  private static long floodUntilClosed(WsClient client, byte[] bytes) {
    for (int i = 0; i < 1_000; i++) {
      try {
        client.writeRaw(bytes);
      } catch (UncheckedIOException _) {
        return i;
      }
    }
    return 1_000;
  }

  /// Answers every request with as much as fits into no buffer.
  private static final class Generous extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final AtomicInteger answered;

    Generous(AtomicInteger answered) {
      this.answered = answered;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      answered.incrementAndGet();
      var body = Unpooled.wrappedBuffer(new byte[200_000]);
      var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
      response.headers().set("Content-Length", body.readableBytes());
      var _ = context.writeAndFlush(response);
    }
  }

  @Test
  void answers_do_not_pile_up_for_a_client_that_asks_and_does_not_read() {
    int requests = 1_000;
    var answered = new AtomicInteger();
    try (var server =
            TestServer.engine(EngineConfig.defaults(), echo::open, () -> new Generous(answered));
        var wire = HttpWire.connectNarrow(server.port())) {
      var request = new String(HttpWire.request("GET", "/", ""), UTF_8);
      wire.write(request.repeat(requests).getBytes(UTF_8));
      int before = -1;
      while (answered.get() != before) {
        before = answered.get();
        LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
      }
      assertThat(answered.get()).isBetween(1, requests / 5);
      assertServes(server);
    }
  }

  @Test
  void a_thousand_clients_that_come_and_go_leave_no_session_behind() {
    try (var server = TestServer.engine(EngineConfig.defaults(), echo::open)) {
      for (int i = 0; i < 500; i++) {
        try (var client = WsClient.open(server.port())) {
          client.send("4x");
          client.text();
        }
        try (var client = PollingClient.open(server.port())) {
          client.post("1");
        }
      }
      Await.until("no session", () -> server.engine().sessionCount() == 0);
      assertThat(server.engine().sessionsOpened()).isEqualTo(1_000);
    }
  }

  @Test
  void a_buffer_that_is_not_released_is_noticed() throws InterruptedException {
    LeakCheck.drain();
    leak();
    assertThat(LeakCheck.drain()).isNotEmpty();
  }

  @SuppressWarnings("CheckReturnValue")
  private static void leak() {
    for (int i = 0; i < 10; i++) {
      UnpooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(i);
    }
  }
}
