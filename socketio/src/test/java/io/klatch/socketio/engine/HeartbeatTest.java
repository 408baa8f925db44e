package io.klatch.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.socketio.engine.Heartbeat.Due;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  /// A clock that overflows during the test, as `System.nanoTime` may.
  private static final long START = Long.MAX_VALUE - millis(450);

  private final Heartbeat heartbeat =
      new Heartbeat(Duration.ofMillis(300), Duration.ofMillis(200), START);

  private static long millis(long millis) {
    return millis * 1_000_000;
  }

  private static long at(long millis) {
    return START + millis(millis);
  }

  @Nested
  class Without_a_pong {
    @Test
    void one_ping_is_due_after_the_interval() {
      assertThat(heartbeat.due(at(299))).isEqualTo(Due.NOTHING);
      assertThat(heartbeat.due(at(300))).isEqualTo(Due.PING);
      assertThat(heartbeat.due(at(301))).isEqualTo(Due.NOTHING);
    }

    @Test
    void the_session_is_over_exactly_an_interval_and_a_timeout_after_the_handshake() {
      assertThat(heartbeat.expired(at(500) - 1)).isFalse();
      assertThat(heartbeat.expired(at(500))).isTrue();
      assertThat(heartbeat.due(at(500))).isEqualTo(Due.TIMEOUT);
    }

    @Test
    void a_ping_that_was_late_does_not_move_the_deadline() {
      assertThat(heartbeat.due(at(450))).isEqualTo(Due.PING);
      assertThat(heartbeat.expired(at(500))).isTrue();
    }

    @Test
    void the_next_look_is_due_at_the_ping_and_then_at_the_deadline() {
      assertThat(heartbeat.nanosToNext(at(100))).isEqualTo(millis(200));
      assertThat(heartbeat.due(at(310))).isEqualTo(Due.PING);
      assertThat(heartbeat.nanosToNext(at(310))).isEqualTo(millis(190));
      assertThat(heartbeat.nanosToNext(at(900))).isZero();
    }
  }

  @Test
  void pings_count_from_the_last_pong_and_not_at_a_fixed_rate() {
    assertThat(heartbeat.due(at(300))).isEqualTo(Due.PING);
    heartbeat.onPong(at(420));
    assertThat(heartbeat.due(at(600))).isEqualTo(Due.NOTHING);
    assertThat(heartbeat.nanosToNext(at(600))).isEqualTo(millis(120));
    assertThat(heartbeat.due(at(720))).isEqualTo(Due.PING);
    assertThat(heartbeat.expired(at(919))).isFalse();
    assertThat(heartbeat.expired(at(920))).isTrue();
  }

  @Test
  void an_excused_client_gets_another_timeout_and_no_second_ping() {
    assertThat(heartbeat.due(at(300))).isEqualTo(Due.PING);
    heartbeat.excuse(at(500));
    assertThat(heartbeat.due(at(699))).isEqualTo(Due.NOTHING);
    assertThat(heartbeat.due(at(700))).isEqualTo(Due.TIMEOUT);
  }

  @Test
  void an_excuse_never_shortens_the_time_that_was_left() {
    heartbeat.excuse(at(100));
    assertThat(heartbeat.expired(at(499))).isFalse();
    assertThat(heartbeat.expired(at(500))).isTrue();
  }
}
