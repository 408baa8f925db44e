package io.klatch.server.storage;

import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.safety.RetentionStore.Removed;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Removes messages for their age, within a batch of the writer.
///
/// Rows of the log go, and with them perhaps the newest place in it; the next place must not be
/// counted from what is left. So each removal notes how far the log had got.
final class RemovedRows {
  /// Where [JdbcLog] looks, too, for the newest place in the log.
  static final String HEAD_NOTE = "removed_head";

  private static final String RANGE =
      " where tenant_id = ? and conversation_id = ? and seq > ? and seq <= ?";

  /// What goes by the numbers of its messages. Receipts stay: they are about people.
  private static final List<String> TABLES =
      List.of(
          "messages",
          "message_versions",
          "reactions",
          "pins",
          "threads",
          "mentions",
          "hidden_messages");

  private RemovedRows() {}

  static Removed remove(Batch batch, ConversationKey key, Instant before, int max)
      throws SQLException {
    var statements = batch.statements();
    var removed = removedSeq(statements, key);
    var upTo = upTo(statements, key, removed, before, max);
    if (upTo == removed) {
      return new Removed(0, new Seq(removed + 1));
    }
    var messages = 0;
    for (var table : TABLES) {
      var delete = statements.get("delete from " + table + RANGE);
      set(delete, key, removed, upTo);
      var rows = delete.executeUpdate();
      messages = table.equals("messages") ? rows : messages;
    }
    AttachmentRows.release(statements, key, new Seq(removed + 1), new Seq(upTo), batch.now());
    deleteChanges(statements, key, removed, upTo);
    setRemoved(statements, key, upTo);
    noteHead(statements, batch.head());
    return new Removed(messages, new Seq(upTo + 1));
  }

  /// Up to which number messages were removed.
  static long removedSeq(Statements statements, ConversationKey key) throws SQLException {
    var select =
        statements.get(
            "select removed_seq from conversations where tenant_id = ? and conversation_id = ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /// The last of the conversation's first messages that are old enough.
  private static long upTo(
      Statements statements, ConversationKey key, long removed, Instant before, int max)
      throws SQLException {
    var select =
        statements.get(
            "select seq, created_at from messages where tenant_id = ? and conversation_id = ?"
                + " and seq > ? order by seq limit ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, removed);
    select.setInt(4, max);
    var upTo = removed;
    try (var rows = select.executeQuery()) {
      while (rows.next() && Rows.time(rows, "created_at").isBefore(before)) {
        upTo = rows.getLong("seq");
      }
    }
    return upTo;
  }

  /// Changes of people keep the number of a message too, behind which they stand: those stay.
  private static void deleteChanges(
      Statements statements, ConversationKey key, long removed, long upTo) throws SQLException {
    var delete =
        statements.get(
            "delete from changes" + RANGE + " and (kind like 'message%' or kind like 'reaction%')");
    set(delete, key, removed, upTo);
    delete.executeUpdate();
  }

  private static void setRemoved(Statements statements, ConversationKey key, long upTo)
      throws SQLException {
    var update =
        statements.get(
            "update conversations set removed_seq = ? where tenant_id = ? and conversation_id = ?");
    update.setLong(1, upTo);
    update.setString(2, key.tenant().value());
    update.setString(3, key.conversation().value());
    update.executeUpdate();
  }

  private static void noteHead(Statements statements, long head) throws SQLException {
    var upsert =
        statements.get(
            "insert into meta (name, value) values (?,?) on conflict (name) do update set"
                + " value = excluded.value");
    upsert.setString(1, HEAD_NOTE);
    upsert.setString(2, Long.toString(head));
    upsert.executeUpdate();
  }

  private static void set(PreparedStatement statement, ConversationKey key, long after, long upTo)
      throws SQLException {
    statement.setString(1, key.tenant().value());
    statement.setString(2, key.conversation().value());
    statement.setLong(3, after);
    statement.setLong(4, upTo);
  }
}
