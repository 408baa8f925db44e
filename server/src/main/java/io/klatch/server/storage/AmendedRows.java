package io.klatch.server.storage;

import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessageChanges.Version;
import io.klatch.domain.chat.MessageEdit;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Rows of messages that were edited, deleted, or hidden by a user.
final class AmendedRows {
  private static final String MESSAGE = " where tenant_id = ? and conversation_id = ? and seq = ?";

  /// What a message deleted for all takes with it.
  private static final List<String> BELONGINGS = List.of("message_versions", "reactions", "pins");

  private AmendedRows() {}

  static long edits(Statements statements, MessageTarget target) throws SQLException {
    var select = statements.get("select count(*) from message_versions" + MESSAGE);
    set(select, 1, target.conversationKey(), target.seq());
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static void edit(
      Statements statements, MessageTarget target, Message before, MessageEdit edit, Instant at)
      throws SQLException {
    var insert =
        statements.get(
            "insert into message_versions"
                + " (tenant_id, conversation_id, seq, version, text, body, written_at)"
                + " select ?, ?, ?, count(*) + 1, ?, ?, ? from message_versions"
                + MESSAGE);
    var editedAt = before.marks().editedAt();
    set(insert, 1, target.conversationKey(), target.seq());
    insert.setString(4, before.text());
    insert.setString(5, before.content().body());
    insert.setLong(6, (editedAt == null ? before.createdAt() : editedAt).toEpochMilli());
    set(insert, 7, target.conversationKey(), target.seq());
    insert.executeUpdate();
    var update =
        statements.get("update messages set text = ?, extras = ?, edited_at = ?" + MESSAGE);
    update.setString(1, edit.text(before));
    update.setString(2, ContentColumns.extras(before.content().saying(edit.body(before))));
    update.setLong(3, at.toEpochMilli());
    set(update, 4, target.conversationKey(), target.seq());
    update.executeUpdate();
  }

  /// Oldest first, the last as it is now; empty when there is none or it was deleted.
  static List<Version> versions(Statements statements, ConversationKey key, Seq seq, UserId reader)
      throws SQLException {
    var now = JdbcMessageStore.find(statements, key, seq);
    if (now == null || !now.isFor(reader) || now.marks().deleted()) {
      return List.of();
    }
    var select =
        statements.get(
            "select text, body, written_at from message_versions" + MESSAGE + " order by version");
    set(select, 1, key, seq);
    var versions = new ArrayList<Version>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        versions.add(
            new Version(
                rows.getString("text"), rows.getString("body"), Rows.time(rows, "written_at")));
      }
    }
    var editedAt = now.marks().editedAt();
    versions.add(
        new Version(
            now.text(), now.content().body(), editedAt == null ? now.createdAt() : editedAt));
    return versions;
  }

  /// Leaves number, sender and client id.
  static void delete(Statements statements, MessageTarget target, Instant at) throws SQLException {
    ContentRows.forgetMentions(statements, target.conversationKey(), target.seq());
    var update =
        statements.get("update messages set text = '', extras = null, deleted_at = ?" + MESSAGE);
    update.setLong(1, at.toEpochMilli());
    set(update, 2, target.conversationKey(), target.seq());
    update.executeUpdate();
    for (var table : BELONGINGS) {
      var delete = statements.get("delete from " + table + MESSAGE);
      set(delete, 1, target.conversationKey(), target.seq());
      delete.executeUpdate();
    }
    var seq = target.seq();
    AttachmentRows.release(statements, target.conversationKey(), seq, seq, at);
  }

  /// Whether it was not hidden before.
  static boolean hide(Statements statements, MessageTarget target, UserId user)
      throws SQLException {
    var insert =
        statements.get(
            "insert into hidden_messages (tenant_id, conversation_id, seq, user_id)"
                + " values (?,?,?,?) on conflict do nothing");
    set(insert, 1, target.conversationKey(), target.seq());
    insert.setString(4, user.value());
    return insert.executeUpdate() == 1;
  }

  static boolean isHidden(Statements statements, ConversationKey key, Seq seq, UserId user)
      throws SQLException {
    var select = statements.get("select 1 from hidden_messages" + MESSAGE + " and user_id = ?");
    set(select, 1, key, seq);
    select.setString(4, user.value());
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  private static void set(PreparedStatement statement, int first, ConversationKey key, Seq seq)
      throws SQLException {
    statement.setString(first, key.tenant().value());
    statement.setString(first + 1, key.conversation().value());
    statement.setLong(first + 2, seq.value());
  }
}
