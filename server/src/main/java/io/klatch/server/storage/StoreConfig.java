package io.klatch.server.storage;

/// How much the store does at once.
///
/// @param readers threads (and connections) that read
/// @param batchMax writes that share one transaction and one fsync
/// @param queueMax writes, and likewise reads, that may wait; beyond it they are refused as
///   unavailable
public record StoreConfig(int readers, int batchMax, int queueMax) {
  public StoreConfig {
    check("store.readers", readers, 1, 16);
    check("store.batch-max", batchMax, 1, 500);
    check("store.queue-max", queueMax, 1, 1_000_000);
  }

  public static StoreConfig defaults() {
    return new StoreConfig(3, 500, 10_000);
  }

  private static void check(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          key + " is " + value + ", allowed is " + min + " to " + max);
    }
  }
}
