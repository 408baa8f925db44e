package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Await;
import io.klatch.socketio.wire.EchoHandler;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// A client that sends faster than it may is read more slowly, keeps its session, and gets all it
/// sent handled in order; others notice nothing.
class RateTest {
  private final EchoHandler echo = new EchoHandler();

  private TestServer server(RateLimits rates) {
    var limits = EngineLimits.defaults().withRates(rates);
    // The heartbeat is shorter than the pauses.
    var config =
        EngineConfig.defaults()
            .withHeartbeat(Duration.ofMillis(200), Duration.ofMillis(200))
            .withLimits(limits);
    return TestServer.engine(config, echo::open);
  }

  private static void assertServes(TestServer server) {
    try (var other = WsClient.open(server.port())) {
      long start = System.nanoTime();
      other.send("4hello");
      assertThat(other.text()).isEqualTo("4hello");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
    }
  }

  private static byte[] frames(int count) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      var packet = ("4" + i).getBytes(StandardCharsets.UTF_8);
      all.writeBytes(WsClient.frame(WsClient.FIN | WsClient.TEXT, packet));
    }
    return all.toByteArray();
  }

  /// The next texts that are no pings, each of which is answered.
  private static List<String> messages(WsClient client, int count) {
    var messages = new ArrayList<String>();
    while (messages.size() < count) {
      var text = client.text();
      if (text.equals("2")) {
        client.send("3");
      } else {
        messages.add(text);
      }
    }
    return messages;
  }

  @Nested
  class Over_a_websocket {
    @Test
    void packets_beyond_the_rate_are_handled_later_and_none_is_lost() {
      try (var server = server(new RateLimits(1_000, 100, 1_000_000, 1_000_000));
          var client = WsClient.open(server.port())) {
        long start = System.nanoTime();
        client.writeRaw(frames(1_000));
        assertServes(server);
        // Those of one read are handled at once, and what comes after them waits for its turn.
        assertThat(messages(client, 1_000))
            .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "4" + i).toList());
        client.writeRaw(frames(1));
        assertThat(messages(client, 1)).containsExactly("40");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThan(Duration.ofMillis(850));
        assertThat(server.engine().limitCounts().of(Limit.RATE)).isPositive();
      }
    }

    @Test
    void bytes_beyond_the_rate_are_handled_later_and_none_is_lost() {
      try (var server = server(new RateLimits(100_000, 100_000, 1_000_000, 100_000));
          var client = WsClient.open(server.port())) {
        long start = System.nanoTime();
        client.send(new byte[900_000]);
        client.send("4last");
        byte[] back = new byte[0];
        for (var frame = client.frame(); ; frame = client.frame()) {
          var text = new String(frame.payload(), StandardCharsets.ISO_8859_1);
          if (frame.opcode() == WsClient.BINARY) {
            back = frame.payload();
          } else if (text.equals("2")) {
            client.send("3");
          } else {
            assertThat(text).isEqualTo("4last");
            break;
          }
        }
        assertThat(back).hasSize(900_000);
        client.send("4more");
        assertThat(messages(client, 1)).containsExactly("4more");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThan(Duration.ofMillis(750));
      }
    }

    @Test
    void control_frames_and_fragments_count() {
      try (var server = server(new RateLimits(100, 10, 1_000_000, 1_000_000));
          var client = WsClient.open(server.port())) {
        long start = System.nanoTime();
        for (int i = 0; i < 40; i++) {
          client.write(WsClient.FIN | WsClient.PONG, new byte[0]);
        }
        client.write(WsClient.TEXT, "4".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 40; i++) {
          client.write(WsClient.CONTINUATION, new byte[0]);
        }
        client.write(WsClient.FIN, "x".getBytes(StandardCharsets.UTF_8));
        assertThat(messages(client, 1)).containsExactly("4x");
        client.send("4y");
        assertThat(messages(client, 1)).containsExactly("4y");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThan(Duration.ofMillis(650));
      }
    }

    @Test
    void a_session_that_ends_while_its_timer_fires_is_not_paused_again() {
      try (var server = server(new RateLimits(1, 1, 1_000_000, 1_000_000));
          var client = WsClient.open(server.port())) {
        var session = echo.session();
        client.writeRaw(frames(100));
        Await.until("paused", session.throttle::isPaused);
        session.terminate(CloseReason.FORCED_CLOSE);
        session.throttle.look(); // The timer, which waited for the session's lock meanwhile.
        assertThat(session.throttle.isPaused()).isFalse();
      }
    }

    @Test
    void a_client_that_leaves_in_a_pause_leaves_nothing_behind() {
      try (var server = server(new RateLimits(1, 1, 1_000_000, 1_000_000))) {
        try (var client = WsClient.open(server.port())) {
          client.writeRaw(frames(100));
          Await.until("paused", () -> server.engine().limitCounts().of(Limit.RATE) == 1);
          echo.session().close(CloseReason.FORCED_CLOSE);
        }
        Await.until("no session", () -> server.engine().sessionCount() == 0);
      }
    }
  }

  @Test
  void over_polling_the_answer_to_a_post_comes_later() {
    try (var server = server(new RateLimits(100, 10, 1_000_000, 1_000_000));
        var client = PollingClient.open(server.port())) {
      var packets = IntStream.range(0, 60).mapToObj(i -> "4" + i).toArray(String[]::new);
      long start = System.nanoTime();
      client.startPost(packets);
      assertServes(server);
      assertThat(client.finishPost().body()).isEqualTo("ok");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(450));
      assertThat(client.packets()).contains(packets);
    }
  }
}
