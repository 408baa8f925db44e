package io.klatch.domain.chat;

import io.klatch.domain.kernel.Seq;

/// Which part of a conversation.
public sealed interface HistoryRange {
  /// The newest messages; `hasMore` means older ones.
  record Newest() implements HistoryRange {}

  /// The newest messages below `seq`; `hasMore` means older ones.
  record Before(Seq seq) implements HistoryRange {}

  /// The oldest messages above `seq`; `hasMore` means newer ones.
  record After(Seq seq) implements HistoryRange {}

  /// The newest messages once `count` of them are left out; `hasMore` means older ones.
  record Skip(int count) implements HistoryRange {
    public Skip {
      if (count < 0 || count > ChatLimits.SKIP_MAX) {
        throw new IllegalArgumentException(
            "skip is " + count + ", allowed is 0 to " + ChatLimits.SKIP_MAX);
      }
    }
  }
}
