package io.klatch.domain.chat;

/// What became of [ThreadHistory#read].
public sealed interface ThreadResult {
  /// @param root the message the thread begins with
  record Found(Message root, MessagePage replies) implements ThreadResult {}

  record NotFound() implements ThreadResult {}

  record NoSuchMessage() implements ThreadResult {}

  record Unavailable() implements ThreadResult {}
}
