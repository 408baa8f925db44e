package io.klatch.domain.chat;

/// What became of a [ReadHistory].
public sealed interface HistoryResult {
  record Found(MessagePage page) implements HistoryResult {}

  record NotFound() implements HistoryResult {}

  record Unavailable() implements HistoryResult {}
}
