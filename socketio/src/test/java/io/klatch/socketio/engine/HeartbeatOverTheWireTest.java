package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.wire.Endpoint;
import io.klatch.socketio.wire.PollingClient;
import io.klatch.socketio.wire.TestServer;
import io.klatch.socketio.wire.WsClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class HeartbeatOverTheWireTest {
  private static final Duration INTERVAL = Duration.ofMillis(120);
  private static final Duration TIMEOUT = Duration.ofMillis(400);

  private final TestServer server;

  HeartbeatOverTheWireTest(Endpoint endpoint) {
    this.server = endpoint.start(INTERVAL, TIMEOUT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  @Test
  void a_polling_client_is_pinged_and_lives_as_long_as_it_answers() {
    long start = System.nanoTime();
    try (var client = PollingClient.open(server.port())) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.packets()).containsExactly("2");
        assertThat(client.post("3").body()).isEqualTo("ok");
      }
    }
    assertThat(millisSince(start)).isGreaterThanOrEqualTo(5 * INTERVAL.toMillis());
  }

  @Test
  void a_websocket_client_is_pinged_and_lives_as_long_as_it_answers() {
    long start = System.nanoTime();
    try (var client = WsClient.open(server.port())) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.text()).isEqualTo("2");
        client.send("3");
      }
    }
    assertThat(millisSince(start)).isGreaterThanOrEqualTo(5 * INTERVAL.toMillis());
  }

  @Test
  void a_polling_client_that_does_not_answer_is_gone() {
    long start = System.nanoTime();
    try (var client = PollingClient.open(server.port())) {
      assertThat(client.packets()).containsExactly("2");
      assertThat(client.get().body()).isEqualTo("1");
      assertThat(millisSince(start)).isGreaterThanOrEqualTo(INTERVAL.plus(TIMEOUT).toMillis());
      assertThat(client.get().status()).isEqualTo(400);
    }
    assertThat(server.engine().sessionCount()).isZero();
  }

  @Test
  void a_websocket_client_that_does_not_answer_is_closed() {
    long start = System.nanoTime();
    try (var client = WsClient.open(server.port())) {
      assertThat(client.text()).isEqualTo("2");
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }
    assertThat(millisSince(start)).isGreaterThanOrEqualTo(INTERVAL.plus(TIMEOUT).toMillis());
  }

  @Test
  void other_packets_do_not_stand_in_for_the_answer() {
    try (var client = WsClient.open(server.port())) {
      assertThat(client.text()).isEqualTo("2");
      client.send("3");
      assertThat(client.text()).isEqualTo("2");
      client.write(WsClient.FIN | WsClient.PONG, new byte[] {});
      assertThat(client.closeStatus()).isEqualTo(WsClient.NO_STATUS);
    }
  }
}
