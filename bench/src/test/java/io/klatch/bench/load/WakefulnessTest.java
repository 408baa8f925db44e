package io.klatch.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakefulnessTest {
  private final Wakefulness wakefulness = new Wakefulness();

  @Test
  void lets_the_loop_sleep_while_it_is_off() throws Exception {
    assertThat(wakefulness.calculateStrategy(() -> 7, false)).isEqualTo(SelectStrategy.SELECT);
    assertThat(wakefulness.calculateStrategy(() -> 7, true)).isEqualTo(7);
  }

  @Test
  void keeps_the_loop_from_sleeping_while_it_is_on() throws Exception {
    wakefulness.setOn(true);
    assertThat(wakefulness.calculateStrategy(() -> 0, false)).isZero();
    assertThat(wakefulness.calculateStrategy(() -> 7, false)).isEqualTo(7);
  }

  @Test
  void counts_what_follows_a_look_that_found_nothing_as_idle_and_nothing_else() throws Exception {
    wakefulness.setOn(true);
    wakefulness.calculateStrategy(() -> 7, false);
    TimeUnit.MILLISECONDS.sleep(20);
    wakefulness.calculateStrategy(() -> 0, true);
    TimeUnit.MILLISECONDS.sleep(20);
    wakefulness.calculateStrategy(() -> 0, false);
    assertThat(wakefulness.idleNanos()).isZero();
    TimeUnit.MILLISECONDS.sleep(20);
    wakefulness.calculateStrategy(() -> 7, false);
    assertThat(wakefulness.idleNanos()).isGreaterThanOrEqualTo(20_000_000);
  }
}
