package io.klatch.server.storage;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.search.MessageSearch.Entry;
import io.klatch.domain.search.MessageSearch.Page;
import io.klatch.domain.search.SearchMessages;
import io.klatch.domain.search.SearchTerms;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One search, on a connection that has the index of words attached. Who may see what is asked of
/// the database; the index says no more than where words are.
final class SearchSql {
  /// Of the conversations of a user, so many are looked through, those with the newest entries.
  static final int CONVERSATIONS_MAX = 2_000;

  /// Words in one expression, in all its conversations together.
  private static final int EXPRESSION_WORDS_MAX = 400;

  /// `cross join` keeps the members' index first.
  private static final String PLACES =
      "select c.opened_pos, c.last_pos from members mb cross join conversations c"
          + " where mb.tenant_id = ? and mb.user_id = ? and mb.left_pos is null"
          + " and c.tenant_id = mb.tenant_id and c.conversation_id = mb.conversation_id";

  private static final String FOUND =
      "select m.pos as m_pos,"
          + Rows.MESSAGE_COLUMNS
          + "from search.words w cross join messages m where w.words match ? and w.rowid < ?"
          + " and m.pos = w.rowid and m.tenant_id = ? and m.deleted_at is null"
          + " and m.created_at >= ? and m.created_at < ?"
          + " and (m.expires_at is null or m.expires_at > ?)"
          + JdbcMessageStore.SHOWN;

  private SearchSql() {}

  /// A conversation of the reader's.
  ///
  /// @param number its words in the index begin with it
  /// @param last no message of it is behind that place in the log
  private record Place(long number, long last) {}

  /// Null when a conversation is named and the reader is not in it.
  static @Nullable Page find(Statements statements, SearchMessages query) throws SQLException {
    var places = places(statements, query);
    if (query.conversation() != null && places.isEmpty()) {
      return null;
    }
    if (query.terms().isEmpty()) {
      return Page.EMPTY;
    }
    var atOnce = Math.max(1, EXPRESSION_WORDS_MAX / query.terms().size());
    var wanted = query.limit() + 1;
    var found = new ArrayList<Entry>();
    for (var from = 0; from < places.size(); from += atOnce) {
      if (found.size() == wanted && found.getLast().position().value() > places.get(from).last) {
        break;
      }
      var some = places.subList(from, Math.min(places.size(), from + atOnce));
      found.addAll(find(statements, query, some, wanted));
      found.sort((one, other) -> other.position().compareTo(one.position()));
      if (found.size() > wanted) {
        found.subList(wanted, found.size()).clear();
      }
    }
    var hasMore = found.size() == wanted;
    return new Page(hasMore ? found.subList(0, query.limit()) : found, hasMore);
  }

  /// Those with the newest entries first.
  private static List<Place> places(Statements statements, SearchMessages query)
      throws SQLException {
    var one = query.conversation();
    var select =
        statements.get(
            PLACES
                + (one == null ? "" : " and mb.conversation_id = ?")
                + " order by c.last_pos desc limit ?");
    select.setString(1, query.reader().tenant().value());
    select.setString(2, query.reader().user().value());
    var next = 3;
    if (one != null) {
      select.setString(next++, one.value());
    }
    select.setInt(next, CONVERSATIONS_MAX);
    var places = new ArrayList<Place>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        places.add(new Place(rows.getLong(1), rows.getLong(2)));
      }
    }
    return places;
  }

  private static List<Entry> find(
      Statements statements, SearchMessages query, List<Place> places, int limit)
      throws SQLException {
    var sender = query.sender();
    var select =
        statements.get(
            FOUND
                + (sender == null ? "" : " and m.sender_id = ?")
                + " order by w.rowid desc limit ?");
    var before = query.before();
    select.setString(1, expression(query.terms(), places));
    select.setLong(2, before == null ? Long.MAX_VALUE : before.value());
    select.setString(3, query.reader().tenant().value());
    select.setLong(4, millis(query.from(), Long.MIN_VALUE));
    select.setLong(5, millis(query.to(), Long.MAX_VALUE));
    var now = statements.now();
    select.setLong(6, now.toEpochMilli());
    select.setString(7, query.reader().user().value());
    select.setString(8, query.reader().user().value());
    var next = 9;
    if (sender != null) {
      select.setString(next++, sender.value());
    }
    select.setInt(next, limit);
    var found = new ArrayList<Entry>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new Entry(new LogPosition(rows.getLong("m_pos")), Rows.message(rows, now)));
      }
    }
    return found;
  }

  private static long millis(@Nullable Instant time, long otherwise) {
    return time == null ? otherwise : time.toEpochMilli();
  }

  /// All phrases in any one of the conversations. Folded words hold no quotation mark, so nothing
  /// in it is syntax but what is written here.
  private static String expression(SearchTerms terms, List<Place> places) {
    var expression = new StringBuilder();
    for (var place : places) {
      expression.append(expression.isEmpty() ? "(" : " OR (");
      var and = "";
      for (var phrase : terms.phrases()) {
        expression.append(and).append('"');
        phrase
            .words()
            .forEach(word -> expression.append(SearchIndex.word(place.number, word)).append(' '));
        expression.append(phrase.beginning() ? "\"*" : "\"");
        and = " AND ";
      }
      expression.append(')');
    }
    return expression.toString();
  }
}
