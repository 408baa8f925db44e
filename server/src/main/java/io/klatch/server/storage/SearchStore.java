package io.klatch.server.storage;

import io.klatch.domain.kernel.UnavailableException;
import io.klatch.domain.search.MessageSearch;
import io.klatch.domain.search.SearchMessages;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Search in the messages of an open [Store], by an index in a file of its own (`search.db`) that a
/// thread keeps up with the log. To be closed before the store.
public final class SearchStore implements MessageSearch, AutoCloseable {
  private final Store store;
  private final SearchFollower follower;

  /// Opens the index, or makes it anew where it is missing, on the follower's thread.
  public SearchStore(Store store) {
    this.store = store;
    this.follower = new SearchFollower(store);
  }

  @Override
  public @Nullable Page find(SearchMessages query) {
    try {
      var found =
          follower
              .readers()
              .read("searching", statements -> new Found(SearchSql.find(statements, query)));
      return found.page;
    } catch (StoreException e) {
      if (e.getCause() instanceof SQLException fault && SqlDialect.SQLITE.isDamage(fault)) {
        follower.distrust();
        throw new UnavailableException("the index of words is damaged and made anew", e);
      }
      throw e;
    }
  }

  /// Entries of the log that are not in the index yet.
  public long behind() {
    return Math.max(0, store.log().head().value() - follower.position());
  }

  @Override
  public void close() {
    follower.close();
  }

  Readers readers() {
    return follower.readers();
  }

  private record Found(@Nullable Page page) {}
}
