package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Where a server of several threads fails although its logic is right. The server has two event
/// loops, and a client's connections land on both.
class ConcurrencyTest {
  private final EchoHandler echo = new EchoHandler();

  @Nested
  class A_ping_timeout {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofMillis(150);

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);

    /// Tells which loop serves the connection, and stops that loop when asked to.
    private final class Loops extends SimpleChannelInboundHandler<FullHttpRequest> {
      @Override
      protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.uri().equals("/block")) {
          blocked.countDown();
          Await.latch(release);
        }
        var body = Unpooled.copiedBuffer(Thread.currentThread().getName(), UTF_8);
        var response =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        response.headers().set("Content-Length", body.readableBytes());
        var _ = context.writeAndFlush(response);
      }
    }

    @Test
    void is_seen_by_the_first_poll_after_it_even_if_no_timer_runs() {
      var config = EngineConfig.defaults().withHeartbeat(INTERVAL, TIMEOUT);
      try (var server = TestServer.engine(config, echo::open, Loops::new);
          var first = HttpWire.connect(server.port());
          var second = HttpWire.connect(server.port());
          var third = HttpWire.connect(server.port())) {
        // Of three connections two share a loop; the session's timers are on that one.
        var loop = first.get("/").body();
        boolean secondShares = second.get("/").body().equals(loop);
        boolean thirdShares = third.get("/").body().equals(loop);
        var opener = secondShares || thirdShares ? first : second;
        var blocker = secondShares ? second : third;
        var poller = secondShares ? third : thirdShares ? second : first;
        var sid = PollingClient.sidOf(opener.get("/socket.io/?EIO=4&transport=polling").body());
        long deadline = System.nanoTime() + INTERVAL.plus(TIMEOUT).toNanos();
        blocker.send("GET", "/block", "");
        Await.latch(blocked);
        while (System.nanoTime() < deadline) {
          LockSupport.parkNanos(deadline - System.nanoTime());
        }
        assertThat(server.engine().sessionCount()).as("no timer has run").isEqualTo(1);
        var answer = poller.get("/socket.io/?EIO=4&transport=polling&sid=" + sid);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(echo.closeReason()).isEqualTo(CloseReason.PING_TIMEOUT);
        assertThat(server.engine().sessionCount()).isZero();
        release.countDown();
        assertThat(blocker.receive().status()).isEqualTo(200);
      }
    }

    @Test
    void counts_from_the_last_answer_and_so_does_the_next_ping() {
      var interval = Duration.ofMillis(160);
      var config = EngineConfig.defaults().withHeartbeat(interval, Duration.ofSeconds(5));
      try (var server = TestServer.engine(config, echo::open);
          var client = WsClient.open(server.port())) {
        assertThat(client.text()).isEqualTo("2");
        for (int i = 0; i < 5; i++) {
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos()); // A client that takes its time.
          long answered = System.nanoTime();
          client.send("3");
          assertThat(client.text()).isEqualTo("2");
          assertThat(Duration.ofNanos(System.nanoTime() - answered))
              .isGreaterThanOrEqualTo(interval);
        }
      }
    }
  }

  @Nested
  class A_polling_client {
    private final TestServer server = TestServer.engine(EngineConfig.defaults(), echo::open);

    @AfterEach
    void stop() {
      server.close();
    }

    @RepeatedTest(20)
    void that_cuts_its_waiting_poll_has_ended_its_session() {
      try (var client = PollingClient.open(server.port())) {
        client.startPoll();
        client.abortPoll();
        assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_ERROR);
        assertThat(client.post("4x").status()).isEqualTo(400);
      }
    }

    @RepeatedTest(20)
    void that_closes_beside_its_poll_gets_the_poll_answered() {
      try (var client = PollingClient.open(server.port())) {
        client.startPoll();
        client.startPost("1");
        assertThat(client.finishPoll().body()).isEqualTo("6");
        assertThat(client.finishPost().body()).isEqualTo("ok");
        assertThat(client.get().status()).isEqualTo(400);
        assertThat(echo.closeReason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
      }
    }

    @RepeatedTest(20)
    void that_closes_before_its_poll_arrives_gets_it_answered_once() {
      try (var client = PollingClient.open(server.port())) {
        client.startPost("1");
        client.startPoll();
        assertThat(client.finishPoll().body()).isEqualTo("6");
        assertThat(client.finishPost().body()).isEqualTo("ok");
        assertThat(client.get().status()).isEqualTo(400);
      }
    }

    @Test
    void that_polls_after_its_close_was_confirmed_gets_a_farewell_once() {
      try (var client = PollingClient.open(server.port())) {
        assertThat(client.post("1").body()).isEqualTo("ok");
        assertThat(client.get().body()).isEqualTo("6");
        assertThat(client.get().status()).isEqualTo(400);
      }
    }

    @Test
    void that_closes_and_does_not_come_back_is_forgotten() {
      try (var client = PollingClient.open(server.port())) {
        assertThat(client.post("1").body()).isEqualTo("ok");
        Await.until("no session", () -> server.engine().sessionCount() == 0);
      }
    }

    @RepeatedTest(20)
    void is_answered_ok_when_all_it_posted_has_been_handled() {
      try (var client = PollingClient.open(server.port())) {
        assertThat(client.post("4a", "4b", "4c").body()).isEqualTo("ok");
        assertThat(client.packets()).containsExactly("4a", "4b", "4c");
      }
    }
  }

  @Test
  void a_post_is_answered_ok_when_a_slow_handler_has_handled_all_of_it() {
    try (var server = TestServer.engine(EngineConfig.defaults(), this::slowEcho);
        var client = PollingClient.open(server.port())) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.post("4a", "4b", "4c").body()).isEqualTo("ok");
        assertThat(client.packets()).containsExactly("4a", "4b", "4c");
      }
    }
  }

  @Test
  void a_post_is_answered_before_a_poll_gets_what_it_led_to_and_the_next_one_waits_its_turn() {
    var sent = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var server =
            TestServer.engine(EngineConfig.defaults(), session -> tired(session, sent, goOn));
        var client = PollingClient.open(server.port())) {
      client.startPost("4first");
      Await.latch(sent);
      assertThat(client.packets()).containsExactly("4first");
      assertThat(client.finishPost().body()).isEqualTo("ok"); // It is not handled to its end.
      client.startPost("4second");
      client.startPoll();
      goOn.countDown();
      assertThat(client.finishPost().body()).isEqualTo("ok");
      assertThat(PollingClient.packetsOf(client.finishPoll())).containsExactly("4second");
      assertThat(client.post("4third").body()).isEqualTo("ok");
      assertThat(client.packets()).containsExactly("4third");
    }
  }

  /// Sends back what it gets, and only then waits.
  private SessionHandler tired(EngineSession session, CountDownLatch sent, CountDownLatch goOn) {
    return around(
        session,
        () -> {},
        () -> {
          sent.countDown();
          Await.latch(goOn);
        });
  }

  private SessionHandler slowEcho(EngineSession session) {
    return around(session, () -> LockSupport.parkNanos(Duration.ofMillis(10).toNanos()), () -> {});
  }

  /// The echo, with something done before and after each text.
  private SessionHandler around(EngineSession session, Runnable before, Runnable after) {
    var handler = echo.open(session);
    return new SessionHandler() {
      @Override
      public void onText(String text) {
        before.run();
        handler.onText(text);
        after.run();
      }

      @Override
      public void onBinary(byte[] bytes) {
        handler.onBinary(bytes);
      }

      @Override
      public void onClose(CloseReason reason) {
        handler.onClose(reason);
      }
    };
  }

  @Nested
  class An_upgrade {
    private final TestServer server = TestServer.engine(EngineConfig.defaults(), echo::open);

    @AfterEach
    void stop() {
      server.close();
    }

    @RepeatedTest(20)
    void refuses_the_poll_that_follows_it() {
      try (var client = PollingClient.open(server.port());
          var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        webSocket.send("5");
        assertThat(client.get().status()).isEqualTo(400);
        webSocket.send("4over");
        assertThat(webSocket.text()).isEqualTo("4over");
      }
    }

    @RepeatedTest(10)
    void refuses_the_poll_that_overtook_it_on_another_connection() {
      try (var client = PollingClient.open(server.port());
          var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        client.startPoll();
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos()); // The frame is on a slower way.
        webSocket.send("5");
        assertThat(client.finishPoll().status()).isEqualTo(400);
        webSocket.send("4over");
        assertThat(webSocket.text()).isEqualTo("4over");
      }
    }

    @RepeatedTest(5)
    void answers_a_poll_between_probe_and_upgrade_with_nothing() {
      try (var client = PollingClient.open(server.port());
          var webSocket = client.webSocket()) {
        webSocket.send("2probe");
        assertThat(webSocket.text()).isEqualTo("3probe");
        assertThat(client.get().body()).isEqualTo("6");
        webSocket.send("5");
        webSocket.send("4over");
        assertThat(webSocket.text()).isEqualTo("4over");
      }
    }
  }
}
