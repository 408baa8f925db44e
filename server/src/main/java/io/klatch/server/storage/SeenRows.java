package io.klatch.server.storage;

import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.ReadSeen;
import io.klatch.domain.receipt.SeenPage;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Who has read or received a message. A count seeks its range of an index, a page the next users
/// of the conversation: nothing is kept for each message.
final class SeenRows {
  /// The members beside the sender and those who are apart from the reader, and whether they let
  /// the reader know how far they have read.
  private static final String MEMBERS =
      " from watermarks w join members mb on mb.tenant_id = w.tenant_id"
          + " and mb.conversation_id = w.conversation_id and mb.user_id = w.user_id and mb.left_pos is null"
          + " left join privacy p on p.tenant_id = w.tenant_id and p.user_id = w.user_id"
          + " where w.tenant_id = ? and w.conversation_id = ? and w.user_id <> ?"
          + " and not exists (select 1 from blocks b where b.tenant_id = w.tenant_id"
          + " and b.user_id = w.user_id and b.other_id = ? and b.blocked)"
          + " and not exists (select 1 from blocks b where b.tenant_id = w.tenant_id"
          + " and b.user_id = ? and b.other_id = w.user_id and b.blocked)";

  private static final String SHOWN = " (? or not coalesce(p.reciprocal, false))";
  private static final String READ = " and w.read_seq >= ? and" + SHOWN;
  private static final String DELIVERED = " and w.delivered_seq >= ?";

  private SeenRows() {}

  static @Nullable SeenPage page(Statements statements, ReadSeen query, boolean readerShows)
      throws SQLException {
    var sender = sender(statements, query);
    if (sender == null) {
      return null;
    }
    var members = new ArrayList<SeenPage.Seen>();
    var select = select(statements, query, sender, readerShows);
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        members.add(
            new SeenPage.Seen(
                new UserId(rows.getString(1)),
                new Marks(new Seq(rows.getLong(2)), new Seq(rows.getLong(3)), Seq.NONE)));
      }
    }
    var hasMore = members.size() > query.limit();
    return new SeenPage(
        count(statements, query, sender, READ, readerShows),
        count(statements, query, sender, DELIVERED, readerShows),
        hasMore ? members.subList(0, query.limit()) : members,
        hasMore);
  }

  /// Who sent the message; null when the reader is not in the conversation or has no such message.
  private static @Nullable String sender(Statements statements, ReadSeen query)
      throws SQLException {
    var select =
        statements.get(
            "select m.sender_id from members mb join messages m on m.tenant_id = mb.tenant_id"
                + " and m.conversation_id = mb.conversation_id where mb.tenant_id = ?"
                + " and mb.conversation_id = ? and mb.user_id = ? and mb.left_pos is null"
                + " and m.seq = ? and (m.audience is null or m.audience = mb.user_id)");
    select.setString(1, query.reader().tenant().value());
    select.setString(2, query.conversation().value());
    select.setString(3, query.reader().user().value());
    select.setLong(4, query.seq().value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static PreparedStatement select(
      Statements statements, ReadSeen query, String sender, boolean readerShows)
      throws SQLException {
    var select =
        statements.get(
            "select w.user_id, case when"
                + SHOWN
                + " then w.read_seq else 0 end, w.delivered_seq"
                + MEMBERS
                + (query.read() ? READ : DELIVERED)
                + " and w.user_id > ? order by w.user_id limit ?");
    select.setBoolean(1, readerShows);
    var next = set(select, 2, query, sender, query.read(), readerShows);
    var after = query.after();
    select.setString(next, after == null ? "" : after.value());
    select.setInt(next + 1, query.limit() + 1);
    return select;
  }

  private static long count(
      Statements statements, ReadSeen query, String sender, String range, boolean readerShows)
      throws SQLException {
    var select = statements.get("select count(*)" + MEMBERS + range);
    set(select, 1, query, sender, range.equals(READ), readerShows);
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static int set(
      PreparedStatement select,
      int first,
      ReadSeen query,
      String sender,
      boolean read,
      boolean readerShows)
      throws SQLException {
    int parameter = first;
    select.setString(parameter++, query.reader().tenant().value());
    select.setString(parameter++, query.conversation().value());
    select.setString(parameter++, sender);
    select.setString(parameter++, query.reader().user().value());
    select.setString(parameter++, query.reader().user().value());
    select.setLong(parameter++, query.seq().value());
    if (read) {
      select.setBoolean(parameter++, readerShows);
    }
    return parameter;
  }
}
