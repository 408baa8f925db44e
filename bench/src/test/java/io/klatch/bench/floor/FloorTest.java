package io.klatch.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.bench.load.BroadcastLoad;
import io.klatch.bench.wire.Io;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloorTest {

  @Test
  void delivers_everything_the_load_generator_says_to_everyone() throws InterruptedException {
    var floor = Floor.start(0, Io.nio);
    try {
      var settings =
          new BroadcastLoad.Settings(
              (InetSocketAddress) floor.localAddress(),
              ProcessHandle.current().pid(),
              Io.nio,
              20,
              4,
              Duration.ofMillis(50),
              Duration.ofMillis(200));
      var figures = BroadcastLoad.run(settings);
      assertThat(figures.text("first_error")).isEmpty();
      assertThat(figures.number("errors")).isZero();
      assertThat(figures.number("deliveries_per_s")).isPositive();
      assertThat(figures.number("half_deliveries_per_s")).isPositive();
      assertThat(figures.number("p50_us")).isPositive();
    } finally {
      floor.close().syncUninterruptibly();
    }
  }
}
