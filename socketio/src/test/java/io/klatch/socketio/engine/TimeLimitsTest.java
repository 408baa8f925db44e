package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.Figures;
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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that take their time. Each is cut off, is counted, and leaves no session and no file
/// descriptor behind, while the server serves others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeLimitsTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
  private static final String HEAD = "POST " + POLLING + " HTTP/1.1\r\nHost: x\r\n";

  private final EchoHandler echo = new EchoHandler();
  private final EngineConfig config =
      EngineConfig.defaults()
          .withLimits(
              EngineLimits.defaults()
                  .withRequests(RequestLimits.defaults().withTimeouts(LIMIT, LIMIT, LIMIT, LIMIT))
                  .withFrames(FrameLimits.defaults().withMessageTimeout(LIMIT)));
  private final TestServer server = TestServer.engine(config, echo::open, Generous::new);
  private long files;

  /// Answers with as much as fits into no buffer of the kernel.
  private static final class Generous extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      var body = Unpooled.wrappedBuffer(new byte[20_000_000]);
      var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
      response.headers().set("Content-Length", body.readableBytes());
      var _ = context.writeAndFlush(response);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void measure() {
    serve(); // Makes what is made once.
    Await.until("a quiet start", () -> server.engine().sessionCount() == 0);
    files = Figures.openFiles();
  }

  @AfterEach
  void others_are_served_and_nothing_is_left() {
    serve();
    Await.until("no session", () -> server.engine().sessionCount() == 0);
    Await.until("as many open files as before", () -> Figures.openFiles() <= files);
  }

  private void serve() {
    try (var client = WsClient.open(server.port())) {
      client.send("4served");
      assertThat(client.text()).isEqualTo("4served");
    }
  }

  private long counted(Limit limit) {
    return server.engine().limitCounts().of(limit);
  }

  /// Writes a byte now and then until the peer is gone; a byte that goes nowhere is how one knows.
  private static void drip(HttpWire wire, String text) {
    try {
      for (int i = 0; i < 10_000; i++) {
        wire.write(text.getBytes(US_ASCII));
        LockSupport.parkNanos(20_000_000);
      }
      throw new AssertionError("nobody stopped it");
    } catch (UncheckedIOException cut) {
      assertThat(cut.getCause()).isNotNull();
    }
  }

  /// On a new connection: that of the client has been closed as idle.
  private void leave(PollingClient client) {
    try (var wire = HttpWire.connect(server.port())) {
      assertThat(wire.post(client.target(), "1").body()).isEqualTo("ok");
    }
  }

  @Nested
  class A_request {
    @ParameterizedTest
    @ValueSource(strings = {"GET /", "GET / HTTP/1.1\r\nHost: x\r\nCookie: y", "\r\n"})
    void whose_head_does_not_end_is_answered_408(String begin) {
      long before = counted(Limit.HEAD_TIMEOUT);
      try (var wire = HttpWire.connect(server.port())) {
        wire.write(begin.getBytes(US_ASCII));
        assertThat(wire.receive().status()).isEqualTo(408);
        wire.awaitEnd();
      }
      assertThat(counted(Limit.HEAD_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void whose_head_drips_is_cut_off() {
      long before = counted(Limit.HEAD_TIMEOUT);
      try (var wire = HttpWire.connect(server.port())) {
        wire.write("GET / HTTP/1.1\r\nX: ".getBytes(US_ASCII));
        drip(wire, "x");
      }
      assertThat(counted(Limit.HEAD_TIMEOUT)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Length: 999\r\n\r\n4abc",
          "Transfer-Encoding: chunked\r\n\r\n4\r\n4abc\r\n",
          "Transfer-Encoding: chunked\r\n\r\n4\r\n4abc\r\n0\r\nX: trailer",
          "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
        })
    void whose_body_does_not_end_is_answered_408(String rest) {
      long before = counted(Limit.BODY_TIMEOUT);
      try (var wire = HttpWire.connect(server.port())) {
        wire.write((HEAD + rest).getBytes(US_ASCII));
        var answer = wire.receive();
        assertThat((answer.status() == 100 ? wire.receive() : answer).status()).isEqualTo(408);
        wire.awaitEnd();
      }
      assertThat(counted(Limit.BODY_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void whose_body_drips_is_cut_off() {
      long before = counted(Limit.BODY_TIMEOUT);
      try (var client = PollingClient.open(server.port());
          var wire = HttpWire.connect(server.port())) {
        var head = "POST " + client.target() + " HTTP/1.1\r\nHost: x\r\n";
        wire.write((head + "Content-Length: 999999\r\n\r\n4").getBytes(US_ASCII));
        drip(wire, "x");
        leave(client);
      }
      assertThat(counted(Limit.BODY_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void whose_body_goes_on_after_it_was_refused_is_cut_off() {
      long before = counted(Limit.BODY_TIMEOUT);
      try (var wire = HttpWire.connect(server.port())) {
        wire.write((HEAD + "Content-Length: 999999999\r\n\r\n4").getBytes(US_ASCII));
        assertThat(wire.receive().status()).isEqualTo(413);
        drip(wire, "x".repeat(100_000));
      }
      assertThat(counted(Limit.BODY_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void whose_body_goes_on_for_too_many_bytes_after_it_was_refused_is_cut_off() {
      long before = counted(Limit.REFUSED_BYTES);
      try (var wire = HttpWire.connect(server.port())) {
        wire.write((HEAD + "Content-Length: 999999999\r\n\r\n4").getBytes(US_ASCII));
        assertThat(wire.receive().status()).isEqualTo(413);
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    wire.write(new byte[1_000_000]);
                  }
                })
            .isInstanceOf(UncheckedIOException.class);
      }
      assertThat(counted(Limit.REFUSED_BYTES)).isEqualTo(before + 1);
    }

    @Test
    void whose_body_was_refused_and_ends_soon_is_followed_by_the_next_one() {
      try (var wire = HttpWire.connect(server.port())) {
        wire.write((HEAD + "Content-Length: 3000000\r\n\r\n").getBytes(US_ASCII));
        wire.write(new byte[3_000_000]);
        assertThat(wire.receive().status()).isEqualTo(413);
        wire.send("GET", "/socket.io/?EIO=4&transport=none", "");
        assertThat(wire.receive().status()).isEqualTo(400);
      }
    }

    @Test
    void whose_answer_is_not_taken_is_cut_off() {
      long before = counted(Limit.ANSWER_TIMEOUT);
      try (var wire = HttpWire.connectNarrow(server.port())) {
        wire.send("GET", "/large", "");
        Await.until("counted", () -> counted(Limit.ANSWER_TIMEOUT) == before + 1);
        Await.until("closed by the server alone", () -> Figures.openFiles() == files + 1);
      }
    }

    @Test
    void with_too_many_headers_is_answered_431() {
      long before = counted(Limit.HEADERS);
      try (var wire = HttpWire.connect(server.port())) {
        wire.write((HEAD + "A: b\r\n".repeat(100) + "\r\n").getBytes(US_ASCII));
        assertThat(wire.receive().status()).isEqualTo(431);
        wire.awaitEnd();
      }
      assertThat(counted(Limit.HEADERS)).isEqualTo(before + 1);
    }

    @Test
    void with_too_long_a_line_head_or_body_is_counted() {
      try (var line = HttpWire.connect(server.port());
          var head = HttpWire.connect(server.port());
          var body = HttpWire.connect(server.port())) {
        line.send("GET", "/" + "x".repeat(9_000), "");
        head.send("GET", "/", "", "X: " + "x".repeat(17_000));
        body.send("POST", POLLING, "x".repeat(1_000_001));
        assertThat(line.receive().status()).isEqualTo(414);
        assertThat(head.receive().status()).isEqualTo(431);
        assertThat(body.receive().status()).isEqualTo(413);
      }
      assertThat(counted(Limit.LINE_BYTES)).isEqualTo(1);
      assertThat(counted(Limit.HEAD_BYTES)).isEqualTo(1);
      assertThat(counted(Limit.BODY_BYTES)).isPositive();
    }
  }

  @Nested
  class A_connection {
    @Test
    void that_never_asks_is_closed() {
      try (var wire = HttpWire.connect(server.port())) {
        wire.awaitEnd();
      }
    }

    @Test
    void that_asks_nothing_more_is_closed() {
      try (var wire = HttpWire.connect(server.port())) {
        wire.send("GET", "/socket.io/?EIO=4&transport=none", "");
        assertThat(wire.receive().status()).isEqualTo(400);
        wire.awaitEnd();
      }
    }

    @Test
    void whose_poll_waits_longer_than_any_request_may_take_is_left_alone() {
      echo.opened.clear();
      try (var client = PollingClient.open(server.port());
          var closing = HttpWire.connect(server.port())) {
        var session = echo.session();
        client.startPoll();
        LockSupport.parkNanos(LIMIT.multipliedBy(3).toNanos());
        session.send(EngineMessage.text("late"));
        assertThat(client.finishPoll().body()).isEqualTo("4late");
        closing.awaitEnd();
        session.close(CloseReason.FORCED_CLOSE);
        assertThat(client.get().body()).isEqualTo("1");
      }
    }

    @Test
    void whose_poll_is_aborted_loses_its_session() {
      echo.closed.clear();
      try (var client = PollingClient.open(server.port())) {
        client.startPoll();
        client.abortPoll();
        Await.until("closed", () -> echo.closed.contains(CloseReason.TRANSPORT_ERROR));
      }
    }
  }

  @Nested
  class A_websocket_message {
    private WsClient client;

    @BeforeEach
    void connect() {
      client = WsClient.open(server.port());
    }

    @AfterEach
    void leave() {
      client.close();
    }

    private void assertLate() {
      assertThat(client.closeStatus()).isEqualTo(1008);
    }

    @Test
    void of_which_only_half_the_header_comes_is_given_up() {
      client.writeRaw(new byte[] {(byte) 0x81});
      assertLate();
    }

    @Test
    void of_which_only_the_header_comes_is_given_up() {
      client.writeRaw(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0});
      assertLate();
    }

    @Test
    void that_breaks_off_behind_a_whole_one_is_given_up() {
      var whole =
          new String(
              WsClient.frame(WsClient.FIN | WsClient.TEXT, "4a".getBytes(UTF_8)), ISO_8859_1);
      client.writeRaw((whole + "\u0081\u0085\0\0\0\0").getBytes(ISO_8859_1));
      assertThat(client.text()).isEqualTo("4a");
      assertLate();
    }

    @Test
    void in_fragments_that_have_no_end_is_given_up_whatever_comes_between() {
      long before = counted(Limit.MESSAGE_TIMEOUT);
      client.write(WsClient.TEXT, "4abc".getBytes(UTF_8));
      var pings =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; i < 10_000; i++) {
                    client.write(WsClient.FIN | WsClient.PING, new byte[0]);
                    client.write(WsClient.CONTINUATION, "x".getBytes(UTF_8));
                    LockSupport.parkNanos(20_000_000);
                  }
                } catch (UncheckedIOException cut) {
                  assertThat(cut.getCause()).isNotNull();
                }
              });
      assertLate();
      Await.until("no more pings", () -> !pings.isAlive());
      assertThat(counted(Limit.MESSAGE_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void that_comes_whole_after_a_long_silence_is_welcome() {
      for (int i = 0; i < 3; i++) {
        LockSupport.parkNanos(LIMIT.multipliedBy(2).toNanos());
        client.write(WsClient.TEXT, "4".getBytes(UTF_8));
        LockSupport.parkNanos(LIMIT.dividedBy(4).toNanos());
        client.write(WsClient.FIN, "x".getBytes(UTF_8));
        assertThat(client.text()).isEqualTo("4x");
      }
    }
  }
}
