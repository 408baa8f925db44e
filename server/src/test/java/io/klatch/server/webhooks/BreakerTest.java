package io.klatch.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final Breaker breaker = new Breaker(1, () -> now);

  @Test
  void after_failures_in_a_row_one_may_ask_when_the_time_is_over_and_its_answer_decides()
      throws InterruptedException {
    fail(Breaker.OPEN_FROM);
    assertThat(enter()).isFalse();
    now = now.plus(Breaker.OPEN_FOR);
    assertThat(enter()).isTrue();
    assertThat(enter()).isFalse();
    breaker.leave(true);
    assertThat(enter()).isTrue();
  }

  @Test
  void an_answer_in_between_begins_the_row_anew() throws InterruptedException {
    fail(Breaker.OPEN_FROM - 1);
    assertThat(enter()).isTrue();
    breaker.leave(true);
    fail(Breaker.OPEN_FROM - 1);
    assertThat(enter()).isTrue();
  }

  @Test
  void no_more_ask_at_one_time_than_may() throws InterruptedException {
    assertThat(enter()).isTrue();
    assertThat(enter()).isFalse();
    breaker.leave(true);
    assertThat(enter()).isTrue();
  }

  private void fail(int times) throws InterruptedException {
    for (var i = 0; i < times; i++) {
      assertThat(enter()).isTrue();
      breaker.leave(false);
    }
  }

  private boolean enter() throws InterruptedException {
    return breaker.enter(Duration.ofMillis(1));
  }
}
