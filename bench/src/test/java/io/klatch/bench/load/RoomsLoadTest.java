package io.klatch.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.klatch.bench.wire.Io;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomsLoadTest {

  @Test
  void every_watcher_is_told_of_every_join_and_leave(@TempDir Path folder)
      throws IOException, InterruptedException {
    var limits = List.of("limits.room-join = 1000 per 1s");
    try (var klatch = KlatchProcess.start(folder, limits)) {
      var figures = RoomsLoad.run(settings(klatch.address(), klatch.pid(), 20, 10));
      assertThat(figures.text("first_error")).isEmpty();
      assertThat(figures.number("errors")).isZero();
      assertThat(figures.number("answer_count")).isPositive();
      assertThat(figures.number("update_count"))
          .isBetween(
              (figures.number("answer_count") - 2) * 20, (figures.number("answer_count") + 2) * 20);
      assertThat(figures.number("update_p50_us")).isPositive();
      assertThat(figures.number("update_max_us"))
          .isGreaterThanOrEqualTo(figures.number("update_p99_us"));
      assertThat(figures.number("behind_count")).isEqualTo(figures.number("update_count"));
    }
  }

  @Test
  void what_a_server_refuses_is_an_error_and_not_a_fast_answer(@TempDir Path folder)
      throws IOException, InterruptedException {
    var limits = List.of("limits.room-join = 1 per 1h");
    try (var klatch = KlatchProcess.start(folder, limits)) {
      var figures = RoomsLoad.run(settings(klatch.address(), klatch.pid(), 1, 2));
      assertThat(figures.number("errors")).isPositive();
      assertThat(figures.text("first_error")).contains("rate_limited");
    }
  }

  @Test
  void no_more_watchers_and_changes_than_one_process_can_play() {
    var address = new InetSocketAddress(0);
    assertThatThrownBy(() -> settings(address, 1, 50_001, 50)).hasMessageContaining("50000");
    assertThatThrownBy(() -> settings(address, 1, 1, 1_001)).hasMessageContaining("1000");
  }

  @Test
  void the_heap_is_summed_over_its_parts() {
    var metrics =
        """
        # TYPE jvm_memory_used_bytes gauge
        jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.5E6
        jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 500000.0
        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0
        """;
    assertThat(JvmMemory.heap(metrics)).isEqualTo(2_000_000);
  }

  private static RoomsLoad.Settings settings(
      InetSocketAddress server, long pid, int watchers, int perSecond) {
    return new RoomsLoad.Settings(
        server,
        pid,
        Io.nio,
        watchers,
        perSecond,
        Duration.ofMillis(50),
        Duration.ofMillis(500),
        Duration.ofSeconds(3));
  }
}
