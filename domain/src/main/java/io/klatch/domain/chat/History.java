package io.klatch.domain.chat;

import io.klatch.domain.kernel.UnavailableException;

/// Reads messages back, for members only. Blocks; call on a virtual thread.
public final class History {
  private final MessageStore messages;

  public History(MessageStore messages) {
    this.messages = messages;
  }

  public HistoryResult read(ReadHistory query) {
    try {
      var page = messages.page(query);
      return page == null ? new HistoryResult.NotFound() : new HistoryResult.Found(page);
    } catch (UnavailableException _) {
      return new HistoryResult.Unavailable();
    }
  }
}
