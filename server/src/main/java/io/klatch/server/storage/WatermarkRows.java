package io.klatch.server.storage;

import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Standing;
import io.klatch.domain.receipt.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table of watermarks, read and written for many members at once.
final class WatermarkRows {
  /// Keys in one statement.
  static final int KEYS_MAX = 500;

  private static final String STANDINGS =
      "select mb.tenant_id, mb.conversation_id, mb.user_id, c.last_seq, w.read_seq,"
          + " w.delivered_seq, w.private_read_seq, w.marked_unread from members mb"
          + " join conversations c on c.tenant_id = mb.tenant_id"
          + " and c.conversation_id = mb.conversation_id"
          + " left join watermarks w on w.tenant_id = mb.tenant_id"
          + " and w.conversation_id = mb.conversation_id and w.user_id = mb.user_id"
          + " where mb.left_pos is null"
          + " and (mb.tenant_id, mb.conversation_id, mb.user_id) in";

  private static final String HIGHER =
      " = case when excluded.%1$s > watermarks.%1$s then excluded.%1$s else watermarks.%1$s end";
  private static final String RAISE =
      " on conflict (tenant_id, conversation_id, user_id) do update set read_seq"
          + HIGHER.formatted("read_seq")
          + ", delivered_seq"
          + HIGHER.formatted("delivered_seq")
          + ", private_read_seq"
          + HIGHER.formatted("private_read_seq");
  private static final String COLUMNS =
      "insert into watermarks (tenant_id, conversation_id, user_id, read_seq, delivered_seq,"
          + " private_read_seq, marked_unread)";
  private static final String MOVE = COLUMNS + " values (?,?,?,?,?,?,?)" + RAISE;
  private static final String MOVE_AND_MARK = MOVE + ", marked_unread = excluded.marked_unread";

  /// Up to which place in the log senders' marks are written.
  private static final String SETTLED = "watermarks_pos";

  /// What senders have read by sending, after the place that is settled.
  private static final String RECOVER =
      COLUMNS
          + " select m.tenant_id, m.conversation_id, m.sender_id,"
          + " case when coalesce(p.read_receipts, true) then max(m.seq) else 0 end, max(m.seq),"
          + " case when coalesce(p.read_receipts, true) then 0 else max(m.seq) end, false"
          + " from messages m left join privacy p on p.tenant_id = m.tenant_id"
          + " and p.user_id = m.sender_id where m.pos > ? and m.sender_id <> '"
          + UserId.SYSTEM
          + "'"
          + " group by m.tenant_id, m.conversation_id, m.sender_id, p.read_receipts"
          + RAISE;

  private WatermarkRows() {}

  /// How those stand who are members; at most [#KEYS_MAX] of them.
  static Map<MemberKey, Standing> find(Statements statements, List<MemberKey> members)
      throws SQLException {
    var query = statements.withValues(STANDINGS, 3, members.size(), "");
    int parameter = 0;
    for (var i = 0; i < Statements.paddedRows(members.size()); i++) {
      var member = members.get(Math.min(i, members.size() - 1));
      query.setString(++parameter, member.tenant().value());
      query.setString(++parameter, member.conversation().value());
      query.setString(++parameter, member.user().value());
    }
    var found = new HashMap<MemberKey, Standing>();
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        found.put(member(rows), standing(rows));
      }
    }
    return found;
  }

  /// Moves many members' marks in one batch of statements.
  static void move(Statements statements, List<Map.Entry<MemberKey, Step>> steps)
      throws SQLException {
    var batches = new ArrayList<PreparedStatement>(2);
    for (var entry : steps) {
      var marked = entry.getValue().markedUnread();
      var statement = statements.get(marked == null ? MOVE : MOVE_AND_MARK);
      set(statement, entry.getKey(), entry.getValue().marks());
      statement.setBoolean(7, marked != null && marked);
      statement.addBatch();
      if (!batches.contains(statement)) {
        batches.add(statement);
      }
    }
    for (var batch : batches) {
      batch.executeBatch();
    }
  }

  /// To who comes into a conversation nothing before that is unread.
  static void start(Statements statements, MemberKey member, Seq lastSeq) throws SQLException {
    var insert = statements.get(MOVE_AND_MARK);
    set(insert, member, Marks.readInPrivateUpTo(lastSeq));
    insert.setBoolean(7, false);
    insert.executeUpdate();
  }

  /// Senders' marks are written up to that place.
  static void settled(Statements statements, LogPosition position) throws SQLException {
    var upsert =
        statements.get(
            "insert into meta (name, value) values (?,?) on conflict (name) do update set"
                + " value = excluded.value");
    upsert.setString(1, SETTLED);
    upsert.setString(2, Long.toString(position.value()));
    upsert.executeUpdate();
  }

  /// After a crash: senders have read what they sent, though nobody came to write it.
  ///
  /// @param head the last place in the log
  static void recover(Connection connection, long head) throws SQLException {
    var settled = 0L;
    try (var select = connection.prepareStatement("select value from meta where name = ?")) {
      select.setString(1, SETTLED);
      try (var rows = select.executeQuery()) {
        if (rows.next()) {
          settled = Long.parseLong(rows.getString(1));
        }
      }
    }
    if (settled == head) {
      return;
    }
    try (var recover = connection.prepareStatement(RECOVER)) {
      recover.setLong(1, settled);
      recover.executeUpdate();
    }
    settled(new Statements(connection, InstantSource.system()), new LogPosition(head));
  }

  private static void set(PreparedStatement statement, MemberKey member, Marks marks)
      throws SQLException {
    statement.setString(1, member.tenant().value());
    statement.setString(2, member.conversation().value());
    statement.setString(3, member.user().value());
    statement.setLong(4, marks.read().value());
    statement.setLong(5, marks.delivered().value());
    statement.setLong(6, marks.privateRead().value());
  }

  private static MemberKey member(ResultSet row) throws SQLException {
    return new MemberKey(
        new TenantId(row.getString("tenant_id")),
        new ConversationId(row.getString("conversation_id")),
        new UserId(row.getString("user_id")));
  }

  // A member without a row has null in its columns, which are read as 0.
  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        new Marks(
            new Seq(row.getLong("read_seq")),
            new Seq(row.getLong("delivered_seq")),
            new Seq(row.getLong("private_read_seq"))),
        row.getBoolean("marked_unread"),
        new Seq(row.getLong("last_seq")));
  }
}
