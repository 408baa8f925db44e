package io.klatch.domain.search;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.limit.Allowances;
import io.klatch.domain.limit.LimitName;
import java.util.ArrayList;

/// Finds messages by their words, for members of their conversations. Blocks; call on a virtual
/// thread.
public final class Searching {
  private final MessageSearch messages;
  private final Allowances allowances;

  public Searching(MessageSearch messages, Allowances allowances) {
    this.messages = messages;
    this.allowances = allowances;
  }

  public SearchResult search(SearchMessages query) {
    var wait = allowances.take(LimitName.SEARCH, query.reader());
    if (wait.isPositive()) {
      return new SearchResult.RateLimited(wait);
    }
    try {
      var page = messages.find(query);
      return page == null ? new SearchResult.NotFound() : found(page, query.terms());
    } catch (UnavailableException _) {
      return new SearchResult.Unavailable();
    }
  }

  private static SearchResult found(MessageSearch.Page page, SearchTerms terms) {
    var hits = new ArrayList<SearchResult.Hit>();
    for (var entry : page.entries()) {
      var snippet = Snippet.of(entry.message().text(), terms);
      if (snippet != null) {
        hits.add(new SearchResult.Hit(entry.message(), snippet));
      }
    }
    return new SearchResult.Found(
        hits, page.hasMore() ? page.entries().getLast().position() : null);
  }
}
