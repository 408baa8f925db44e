package io.klatch.bench.figures;

import java.util.Arrays;

/// Counts durations in buckets that are at most 0.8 % wide, from a nanosecond to an hour, in 40 kB
/// and without allocation.
///
/// Confined to one thread.
public final class Latencies {

  private static final int SUB_BITS = 7;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;
  private static final int OCTAVES = 42 - SUB_BITS;
  private static final double NANOS_PER_MICRO = 1_000.0;

  private final long[] counts = new long[SUB_BUCKETS * (OCTAVES + 1)];
  private long total;

  public void record(long nanos) {
    counts[bucketOf(Math.max(0, nanos))]++;
    total++;
  }

  public void add(Latencies other) {
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] += other.counts[bucket];
    }
    total += other.total;
  }

  public long count() {
    return total;
  }

  public void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  /// The microseconds that `percent` of the recorded durations do not exceed (but for the width of
  /// a bucket); 0 when there are none.
  public double micros(double percent) {
    long rank = Math.max(1, (long) Math.ceil(total * percent / 100));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return highestOf(bucket) / NANOS_PER_MICRO;
      }
    }
    return 0;
  }

  /// Below 128 ns a bucket per nanosecond, above it 128 buckets per doubling.
  private int bucketOf(long nanos) {
    int shift = Math.max(0, Long.SIZE - SUB_BITS - 1 - Long.numberOfLeadingZeros(nanos));
    int bucket = shift * SUB_BUCKETS + (int) (nanos >>> shift);
    return Math.min(bucket, counts.length - 1);
  }

  private static long highestOf(int bucket) {
    int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
    long first = bucket - (long) shift * SUB_BUCKETS;
    return ((first + 1) << shift) - 1;
  }
}
