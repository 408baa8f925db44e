package io.klatch.domain.chat;

/// What became of [Changes#read].
public sealed interface ChangesResult {
  record Found(ChangePage page) implements ChangesResult {}

  record NotFound() implements ChangesResult {}

  record Unavailable() implements ChangesResult {}
}
