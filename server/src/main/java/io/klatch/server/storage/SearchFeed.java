package io.klatch.server.storage;

import io.klatch.server.storage.SearchIndex.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the log says of messages, for the index of words: those that were sent, and those that say
/// something else or nothing since. Each as it is now, so that it does not matter how often, or in
/// which order, the index is told.
final class SearchFeed {
  private static final String SENT =
      "select m.pos, m.text, c.opened_pos from messages m cross join conversations c"
          + " where m.pos > ? and m.pos <= ? and m.deleted_at is null"
          + " and c.tenant_id = m.tenant_id and c.conversation_id = m.conversation_id"
          + " order by m.pos";

  private static final String CHANGED =
      "select m.pos, case when m.deleted_at is null then m.text else '' end, c.opened_pos"
          + " from changes ch cross join messages m cross join conversations c"
          + " where ch.pos > ? and ch.pos <= ?"
          + " and ch.kind in ('"
          + ChangeColumns.MESSAGE_EDITED
          + "', '"
          + ChangeColumns.MESSAGE_DELETED
          + "', '"
          + ChangeColumns.MESSAGE_EXPIRED
          + "') and m.tenant_id = ch.tenant_id and m.conversation_id = ch.conversation_id"
          + " and m.seq = ch.seq and c.tenant_id = ch.tenant_id"
          + " and c.conversation_id = ch.conversation_id order by ch.pos";

  private static final String THERE = "select pos from messages where pos >= ? and pos <= ?";

  private SearchFeed() {}

  static List<Entry> read(Statements statements, long after, long upTo) throws SQLException {
    var entries = new ArrayList<Entry>();
    for (var sql : List.of(SENT, CHANGED)) {
      var select = statements.get(sql);
      select.setLong(1, after);
      select.setLong(2, upTo);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          entries.add(new Entry(rows.getLong(1), rows.getLong(3), rows.getString(2)));
        }
      }
    }
    return entries;
  }

  /// Messages that are there, from one place in the log to another.
  static Set<Long> there(Statements statements, long first, long last) throws SQLException {
    var select = statements.get(THERE);
    select.setLong(1, first);
    select.setLong(2, last);
    var there = new HashSet<Long>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        there.add(rows.getLong(1));
      }
    }
    return there;
  }
}
