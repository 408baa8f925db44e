package io.klatch.domain.chat;

/// What became of [Conversations#find].
public sealed interface FindResult {
  record Found(Conversation conversation) implements FindResult {}

  record NotFound() implements FindResult {}

  record Unavailable() implements FindResult {}
}
