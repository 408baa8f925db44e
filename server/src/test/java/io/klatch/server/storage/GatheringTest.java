package io.klatch.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long FAST = TimeUnit.MICROSECONDS.toNanos(300);

  private final Gathering gathering = new Gathering();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void the_first_commit_waits_for_nobody() {
    gathering.await(() -> looks.incrementAndGet());
    assertThat(looks).hasValue(1);
  }

  @Test
  void a_single_sender_never_waits() {
    gathering.committed(1, 0, SLOW);
    gathering.await(() -> {
      looks.incrementAndGet();
      return 1;
    });
    assertThat(looks).hasValue(1);
  }

  @Test
  void on_a_slow_disk_it_waits_until_the_last_batch_and_who_waited_behind_it_are_back() {
    gathering.committed(3, 2, SLOW);
    gathering.await(looks::incrementAndGet); // one more comes between two looks
    assertThat(looks).hasValue(5);
  }

  @Test
  void it_goes_on_as_soon_as_nobody_comes() {
    gathering.committed(16, 0, SLOW);
    gathering.await(() -> {
      looks.incrementAndGet();
      return 1;
    });
    assertThat(looks).hasValue(2);
  }

  @Test
  void it_does_not_wait_for_ever_for_those_who_come_slowly() {
    gathering.committed(1_000, 0, SLOW);
    gathering.await(looks::incrementAndGet);
    assertThat(looks.get()).isLessThan(20);
  }

  @Test
  void on_a_fast_disk_it_does_not_wait() {
    gathering.committed(16, 0, FAST);
    gathering.await(looks::incrementAndGet);
    assertThat(looks).hasValue(1);
  }
}
