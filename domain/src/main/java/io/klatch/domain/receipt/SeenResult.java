package io.klatch.domain.receipt;

/// What became of a [ReadSeen].
public sealed interface SeenResult {
  record Found(SeenPage page) implements SeenResult {}

  record NotFound() implements SeenResult {}

  record Unavailable() implements SeenResult {}
}
