package io.klatch.domain.safety;

/// What became of the question whom somebody has blocked.
public sealed interface BlockedResult {
  record Found(BlockPage page) implements BlockedResult {}

  record Unavailable() implements BlockedResult {}
}
