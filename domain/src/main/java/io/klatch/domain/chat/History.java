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

  public AroundResult around(ReadAround query) {
    try {
      var older = messages.page(query.older());
      var newer = messages.page(query.newer());
      return older == null || newer == null
          ? new AroundResult.NotFound()
          : AroundResult.Found.between(older, newer, query.limit());
    } catch (UnavailableException _) {
      return new AroundResult.Unavailable();
    }
  }
}
