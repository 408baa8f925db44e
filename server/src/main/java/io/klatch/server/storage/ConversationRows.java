package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.chat.ConversationCursor;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.Profile;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads whole conversations: row, last message, members. Used by readers and by the writer, each
/// on its own connection.
final class ConversationRows {
  private static final String COLUMNS =
      "select c.conversation_id, c.type, c.title, c.picture, c.metadata, c.message_ttl_ms,"
          + " c.retention_days, c.created_by,"
          + " c.created_at, c.last_at, c.last_seq, c.change_seq,"
          + Rows.MESSAGE_COLUMNS;
  private static final String LAST_MESSAGE =
      " left join messages m on m.tenant_id = c.tenant_id"
          + " and m.conversation_id = c.conversation_id and m.seq = c.last_seq";

  private ConversationRows() {}

  static @Nullable Conversation find(Statements statements, ConversationKey key)
      throws SQLException {
    var select =
        statements.get(
            COLUMNS
                + "from conversations c"
                + LAST_MESSAGE
                + " where c.tenant_id = ? and c.conversation_id = ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    return one(statements, key.tenant(), select);
  }

  static Conversation get(Statements statements, ConversationKey key) throws SQLException {
    var found = find(statements, key);
    if (found == null) {
      throw new SQLException("a conversation is gone: " + key);
    }
    return found;
  }

  /// What a newcomer is shown: the conversation with its members as they are, and as far as it had
  /// got when they came.
  ///
  /// @param last the last message before that
  static LogEvent.MemberJoined joined(
      Conversation now, @Nullable Message last, LogEvent.Changed event) {
    if (!(event.change().what() instanceof Change.MemberAdded added)) {
      throw new IllegalArgumentException("nobody came by " + event);
    }
    var then =
        new Conversation(
            now.id(),
            now.type(),
            now.profile(),
            now.members(),
            now.createdBy(),
            now.createdAt(),
            last == null ? now.createdAt() : last.createdAt(),
            added.lastSeq(),
            event.change().number(),
            last);
    return new LogEvent.MemberJoined(event, added.user(), then);
  }

  /// The last message up to that number which the reader may be shown; null when there is none.
  ///
  /// @param reader null for what all may see
  static @Nullable Message lastShown(
      Statements statements, ConversationKey key, Seq upTo, @Nullable UserId reader)
      throws SQLException {
    var select =
        statements.get(
            "select"
                + Rows.MESSAGE_COLUMNS
                + "from messages m where m.tenant_id = ? and m.conversation_id = ? and m.seq <= ?"
                + " and (m.audience is null or m.audience = ?) order by m.seq desc limit 1");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, upTo.value());
    select.setString(4, reader == null ? "" : reader.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? Rows.message(rows, statements.now()) : null;
    }
  }

  /// What is unique to a pair. A user id holds no control character, so the line break separates.
  static String directKey(UserId one, UserId other) {
    return one.compareTo(other) < 0 ? one + "\n" + other : other + "\n" + one;
  }

  static @Nullable Conversation findDirect(Statements statements, TenantId tenant, String directKey)
      throws SQLException {
    var select =
        statements.get(
            COLUMNS
                + "from conversations c"
                + LAST_MESSAGE
                + " where c.tenant_id = ? and c.direct_key = ?");
    select.setString(1, tenant.value());
    select.setString(2, directKey);
    return one(statements, tenant, select);
  }

  /// By falling last activity. `cross join` keeps the members' index first: a user has hundreds of
  /// conversations, a tenant millions.
  static List<Conversation> list(
      Statements statements, UserKey member, int limit, @Nullable ConversationCursor cursor)
      throws SQLException {
    var select =
        statements.get(
            COLUMNS
                + "from members mb cross join conversations c"
                + LAST_MESSAGE
                + " where mb.tenant_id = ? and mb.user_id = ? and mb.left_pos is null"
                + " and c.tenant_id = mb.tenant_id"
                + " and c.conversation_id = mb.conversation_id"
                + " and (c.last_at, c.conversation_id) < (?, ?)"
                + " order by c.last_at desc, c.conversation_id desc limit ?");
    select.setString(1, member.tenant().value());
    select.setString(2, member.user().value());
    select.setLong(3, cursor == null ? Long.MAX_VALUE : cursor.lastActivityAt().toEpochMilli());
    select.setString(4, cursor == null ? "" : cursor.conversation().value());
    select.setInt(5, limit);
    return all(statements, member.tenant(), select);
  }

  private static @Nullable Conversation one(
      Statements statements, TenantId tenant, PreparedStatement select) throws SQLException {
    var found = all(statements, tenant, select);
    return found.isEmpty() ? null : found.getFirst();
  }

  private static List<Conversation> all(
      Statements statements, TenantId tenant, PreparedStatement select) throws SQLException {
    var found = new ArrayList<Conversation>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(conversation(statements, tenant, rows));
      }
    }
    return found;
  }

  private static Conversation conversation(Statements statements, TenantId tenant, ResultSet row)
      throws SQLException {
    var id = new ConversationId(row.getString("conversation_id"));
    var key = new ConversationKey(tenant, id);
    var lastSeq = new Seq(row.getLong("last_seq"));
    var last = row.getString("m_sender_id") == null ? null : Rows.message(row, statements.now());
    if (last != null && last.audience() != null) {
      last = lastShown(statements, key, lastSeq, null);
    }
    return new Conversation(
        id,
        Rows.type(row.getString("type")),
        profile(row),
        MemberRows.all(statements, key),
        new UserId(row.getString("created_by")),
        Rows.time(row, "created_at"),
        Rows.time(row, "last_at"),
        lastSeq,
        new ChangeSeq(row.getLong("change_seq")),
        last);
  }

  static Profile profile(ResultSet row) throws SQLException {
    var days = row.getInt("retention_days");
    Integer retention = row.wasNull() ? null : days;
    return new Profile(
        row.getString("title"),
        row.getString("picture"),
        row.getString("metadata"),
        ttl(row.getLong("message_ttl_ms")),
        retention);
  }

  /// @param millis 0 for none
  static @Nullable Duration ttl(long millis) {
    return millis == 0 ? null : Duration.ofMillis(millis);
  }
}
