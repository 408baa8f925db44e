package io.klatch.server.storage;

import io.klatch.domain.draft.Draft;
import io.klatch.domain.draft.Writing;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of drafts, and the mark of a member who has one.
final class DraftRows {
  private static final String SELECT =
      "select conversation_id, text, body, reply_to, thread, updated_at from drafts"
          + " where tenant_id = ? and user_id = ?";
  private static final String MEMBER =
      " where tenant_id = ? and conversation_id = ? and user_id = ?";

  private DraftRows() {}

  static @Nullable Draft find(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var select = statements.get(SELECT + " and conversation_id = ?");
    select.setString(1, key.tenant().value());
    select.setString(2, user.value());
    select.setString(3, key.conversation().value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? draft(rows) : null;
    }
  }

  static List<Draft> list(
      Statements statements, UserKey user, int limit, @Nullable ConversationId after)
      throws SQLException {
    var select =
        statements.get(SELECT + " and conversation_id > ? order by conversation_id limit ?");
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    select.setString(3, after == null ? "" : after.value());
    select.setInt(4, limit);
    var found = new ArrayList<Draft>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(draft(rows));
      }
    }
    return found;
  }

  static long count(Statements statements, UserKey user) throws SQLException {
    var select = statements.get("select count(*) from drafts where tenant_id = ? and user_id = ?");
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// In place of the one before.
  static void put(
      Statements statements, ConversationKey key, UserId user, Writing writing, Instant at)
      throws SQLException {
    var upsert =
        statements.get(
            "insert into drafts (tenant_id, conversation_id, user_id, text, body, reply_to, thread,"
                + " updated_at) values (?,?,?,?,?,?,?,?)"
                + " on conflict (tenant_id, user_id, conversation_id) do update"
                + " set text = excluded.text, body = excluded.body, reply_to = excluded.reply_to,"
                + " thread = excluded.thread, updated_at = excluded.updated_at");
    set(upsert, 1, key, user);
    upsert.setString(4, writing.text());
    upsert.setString(5, writing.body());
    setSeq(upsert, 6, writing.replyTo());
    setSeq(upsert, 7, writing.thread());
    upsert.setLong(8, at.toEpochMilli());
    upsert.executeUpdate();
    mark(statements, key, user, true);
  }

  /// Of one who has none, nothing.
  static void delete(Statements statements, ConversationKey key, UserId user) throws SQLException {
    var delete = statements.get("delete from drafts" + MEMBER);
    set(delete, 1, key, user);
    if (delete.executeUpdate() == 1) {
      mark(statements, key, user, false);
    }
  }

  private static void mark(Statements statements, ConversationKey key, UserId user, boolean has)
      throws SQLException {
    var update = statements.get("update members set drafted = ?" + MEMBER + " and drafted <> ?");
    update.setBoolean(1, has);
    set(update, 2, key, user);
    update.setBoolean(5, has);
    update.executeUpdate();
  }

  private static Draft draft(ResultSet row) throws SQLException {
    var writing =
        new Writing(
            row.getString("text"), row.getString("body"), seq(row, "reply_to"), seq(row, "thread"));
    return new Draft(
        new ConversationId(row.getString("conversation_id")),
        writing,
        Rows.time(row, "updated_at"));
  }

  private static @Nullable Seq seq(ResultSet row, String column) throws SQLException {
    var seq = row.getLong(column);
    return row.wasNull() ? null : new Seq(seq);
  }

  private static void setSeq(PreparedStatement statement, int index, @Nullable Seq seq)
      throws SQLException {
    Rows.setLong(statement, index, seq == null ? null : seq.value());
  }

  private static void set(PreparedStatement statement, int index, ConversationKey key, UserId user)
      throws SQLException {
    statement.setString(index, key.tenant().value());
    statement.setString(index + 1, key.conversation().value());
    statement.setString(index + 2, user.value());
  }
}
