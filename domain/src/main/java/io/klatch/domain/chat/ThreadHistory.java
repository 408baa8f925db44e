package io.klatch.domain.chat;

import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UnavailableException;

/// Reads threads back, for members only. Blocks; call on a virtual thread.
public final class ThreadHistory {
  private final MessageReader messages;

  public ThreadHistory(MessageReader messages) {
    this.messages = messages;
  }

  /// @param root the message the thread begins with
  public ThreadResult read(ReadHistory query, Seq root) {
    try {
      var page = messages.thread(query, root);
      if (page == null) {
        return new ThreadResult.NotFound();
      }
      var first = messages.find(query.reader(), query.conversation(), root);
      return first == null ? new ThreadResult.NoSuchMessage() : new ThreadResult.Found(first, page);
    } catch (UnavailableException _) {
      return new ThreadResult.Unavailable();
    }
  }
}
