package io.klatch.server.storage;

import java.sql.SQLException;
import java.util.ArrayList;

/// Takes out of the index of words what was removed from the database for its age, of which the log
/// says nothing: a part of the index at a time, again and again. Confined to the thread of
/// [SearchFollower].
final class SearchSweep {
  /// Messages looked at in a round.
  private static final int ROUND_MAX = 1_000;

  private final Readers database;
  private long after;

  SearchSweep(Readers database) {
    this.database = database;
  }

  /// Looks at the next part, behind the last one at the first again.
  void round(SearchIndex index) throws SQLException {
    var some = index.after(after, ROUND_MAX);
    if (some.isEmpty()) {
      after = 0;
      return;
    }
    var first = some.getFirst();
    var last = some.getLast();
    var there =
        database.read(
            "looking what is still to be searched",
            statements -> SearchFeed.there(statements, first, last));
    var gone = new ArrayList<>(some);
    gone.removeAll(there);
    if (!gone.isEmpty()) {
      index.remove(gone);
    }
    after = last;
  }
}
