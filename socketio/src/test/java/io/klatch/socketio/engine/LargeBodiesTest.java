package io.klatch.socketio.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.HttpWire;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bodies that are handed over as they come, on `/large`; the answer says how many bytes there
/// were.
class LargeBodiesTest {
  private static final int MEGABYTES = 8_000_000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private EngineServer server;
  private EngineListener listener;

  @BeforeEach
  void start() throws IOException {
    start(Duration.ofMinutes(1));
  }

  private void start(Duration timeout) throws IOException {
    server = new EngineServer(EngineConfig.defaults(), new EchoHandler()::open, Runnable::run);
    listener =
        EngineListener.start(
            new ListenerConfig("127.0.0.1", 0, 1, IoKind.AUTO),
            List.of(server),
            List.of(),
            Thread.ofPlatform().daemon().factory(),
            Counting::new,
            new LargeBodies(
                (method, path) -> method.equals("POST") && path.startsWith("/large"), timeout));
  }

  @AfterEach
  void stop() {
    listener.close();
    threads.close();
  }

  /// `/large/refused` is answered without a look at the body.
  private final class Counting extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      if (!(request instanceof LargeRequest large)) {
        answer(context, 200, "whole " + request.content().readableBytes());
      } else if (request.uri().equals("/large/refused")) {
        var _ = threads.submit(() -> refuse(context, large.body()));
      } else {
        var _ = threads.submit(() -> count(context, large.body()));
      }
    }

    private Void refuse(ChannelHandlerContext context, InputStream body) throws IOException {
      answer(context, 401, "refused");
      body.close();
      return null;
    }

    private Void count(ChannelHandlerContext context, InputStream in) throws IOException {
      try (var body = in) {
        long bytes = 0;
        var buffer = new byte[10_000];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          bytes += n;
          seen.add(bytes);
        }
        answer(context, 200, "large " + bytes);
      } catch (IOException e) {
        seen.add(e);
      }
      return null;
    }

    private static void answer(ChannelHandlerContext context, int status, String text) {
      var body = Unpooled.copiedBuffer(text, ISO_8859_1);
      var response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
      response.headers().set("Content-Length", body.readableBytes());
      var _ = context.writeAndFlush(response);
    }
  }

  @Test
  void may_be_larger_than_a_body_otherwise_may_and_leave_the_connection_as_it_was() {
    try (var client = connect()) {
      client.send("POST", "/large?x=1", "x".repeat(MEGABYTES));
      assertThat(client.receive().body()).isEqualTo("large " + MEGABYTES);
      assertThat(client.post("/other", "abc").body()).isEqualTo("whole 3");
      client.write(
          "POST /large HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
              .getBytes(ISO_8859_1));
      assertThat(client.receive().body()).isEqualTo("large 3");
    }
  }

  @Test
  void are_bounded_elsewhere_as_before() {
    try (var client = connect()) {
      client.send("POST", "/other", "x".repeat(1_100_000));
      assertThat(client.receive().status()).isEqualTo(413);
    }
  }

  @Test
  void are_read_while_they_come() throws InterruptedException {
    try (var client = connect()) {
      client.write("POST /large HTTP/1.1\r\nContent-Length: 5\r\n\r\nab".getBytes(ISO_8859_1));
      assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(2L);
      client.write("cde".getBytes(ISO_8859_1));
      assertThat(client.receive().body()).isEqualTo("large 5");
    }
  }

  @Test
  void are_asked_for_when_the_client_waits_to_be_asked() {
    try (var client = connect()) {
      client.write(
          "POST /large HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
              .getBytes(ISO_8859_1));
      assertThat(client.receiveHead().status()).isEqualTo(100);
      client.write("ab".getBytes(ISO_8859_1));
      assertThat(client.receive().body()).isEqualTo("large 2");
    }
  }

  @Test
  void that_end_early_are_not_taken_for_whole() throws InterruptedException {
    try (var client = connect()) {
      client.write("POST /large HTTP/1.1\r\nContent-Length: 5\r\n\r\nab".getBytes(ISO_8859_1));
      assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(2L);
    }
    assertThat(seen.poll(5, TimeUnit.SECONDS)).isInstanceOf(EOFException.class);
  }

  @Test
  void that_do_not_come_are_waited_for_no_longer_than_they_may_take()
      throws InterruptedException, IOException {
    listener.close();
    start(Duration.ofSeconds(1));
    try (var client = connect()) {
      client.write("POST /large HTTP/1.1\r\nContent-Length: 5\r\n\r\nab".getBytes(ISO_8859_1));
      assertThat(client.receive().status()).isEqualTo(408);
      assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(2L);
      assertThat(seen.poll(5, TimeUnit.SECONDS)).isInstanceOf(EOFException.class);
    }
    assertThat(server.limitCounts().of(Limit.BODY_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void that_nobody_wants_are_thrown_away_behind_the_answer() {
    try (var client = connect()) {
      client.send("POST", "/large/refused", "x".repeat(2_000_000));
      assertThat(client.receive().status()).isEqualTo(401);
      assertThat(client.post("/other", "abc").body()).isEqualTo("whole 3");
    }
  }

  @Test
  void that_nobody_wants_and_that_go_on_and_on_are_cut_off() {
    try (var client = connect()) {
      client.write(
          "POST /large/refused HTTP/1.1\r\nContent-Length: 900000000\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(client.receive().status()).isEqualTo(401);
      var piece = new byte[100_000];
      for (var i = 0; i < 60; i++) {
        try {
          client.write(piece);
        } catch (UncheckedIOException _) {
          break;
        }
      }
      Await.until(
          "the connection is cut off", () -> server.limitCounts().of(Limit.REFUSED_BYTES) == 1);
    }
  }

  @Test
  void take_their_turn_behind_a_request_that_is_being_answered() {
    try (var client = connect()) {
      client.write(HttpWire.request("POST", "/large", "x".repeat(1_000_000)));
      client.write(HttpWire.request("POST", "/large", "x".repeat(900_000)));
      client.write(HttpWire.request("POST", "/other", "abc"));
      assertThat(client.receive().body()).isEqualTo("large 1000000");
      assertThat(client.receive().body()).isEqualTo("large 900000");
      assertThat(client.receive().body()).isEqualTo("whole 3");
    }
  }

  private HttpWire connect() {
    return HttpWire.connect(listener.address().getPort());
  }
}
