package io.klatch.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @Test
  void percentiles_are_those_of_the_recorded_durations_within_a_bucket() {
    for (int micros = 1; micros <= 10_000; micros++) {
      latencies.record(micros * 1_000L);
    }
    Percentage bucket = Percentage.withPercentage(0.8);
    assertThat(latencies.micros(50)).isCloseTo(5_000, bucket);
    assertThat(latencies.micros(99)).isCloseTo(9_900, bucket);
    assertThat(latencies.micros(99.9)).isCloseTo(9_990, bucket);
    assertThat(latencies.micros(100)).isCloseTo(10_000, bucket);
    assertThat(latencies.count()).isEqualTo(10_000);
  }

  @Test
  void one_slow_delivery_in_a_thousand_does_not_hide() {
    for (int i = 0; i < 998; i++) {
      latencies.record(1_000);
    }
    latencies.record(1_000_000_000);
    latencies.record(1_000_000_000);
    assertThat(latencies.micros(99)).isCloseTo(1, within(0.01));
    assertThat(latencies.micros(99.9)).isCloseTo(1_000_000, Percentage.withPercentage(0.8));
  }

  @Test
  void durations_of_a_few_nanoseconds_are_exact() {
    latencies.record(0);
    latencies.record(7);
    latencies.record(127);
    assertThat(latencies.micros(1)).isZero();
    assertThat(latencies.micros(50)).isEqualTo(0.007);
    assertThat(latencies.micros(100)).isEqualTo(0.127);
  }

  @Test
  void a_duration_beyond_the_last_bucket_counts_in_the_last() {
    latencies.record(Long.MAX_VALUE);
    assertThat(latencies.micros(50)).isGreaterThan(3.6e9);
  }

  @Test
  void cleared_is_empty() {
    latencies.record(5);
    latencies.clear();
    assertThat(latencies.count()).isZero();
    assertThat(latencies.micros(50)).isZero();
  }
}
