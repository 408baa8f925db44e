package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.OpId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of changes: adds rows within a batch of the writer, reads them on any connection.
final class ChangeRows {
  private static final String COLUMNS =
      "select c.pos, c.tenant_id, c.conversation_id, c.change_seq, c.kind, c.actor_id,"
          + " c.audience, c.seq, c.concerned_id, c.details, c.created_at,"
          + " m.text as m_text, m.extras as m_extras, m.edited_at as m_edited_at,"
          + " m.expires_at as m_expires_at"
          + " from changes c left join messages m on c.kind = 'message_edited'"
          + " and m.tenant_id = c.tenant_id and m.conversation_id = c.conversation_id"
          + " and m.seq = c.seq";

  /// An index finds it: `audience` is given, `pos` is a range.
  private static final String BETWEEN =
      COLUMNS
          + " where c.tenant_id = ? and c.conversation_id = ? and c.audience = ? and c.pos > ?"
          + " and c.pos <= ? order by c.pos limit ?";

  /// When somebody came and went, of those after one place and up to another.
  private static final String STAYS =
      COLUMNS
          + " where c.tenant_id = ? and c.conversation_id = ? and c.audience = '' and c.pos > ?"
          + " and c.pos <= ? and c.concerned_id = ? and c.kind in ('"
          + ChangeColumns.MEMBER_ADDED
          + "', '"
          + ChangeColumns.MEMBER_REMOVED
          + "') order by c.pos";

  /// Changes all members are told.
  private static final String ALL = "";

  private ChangeRows() {}

  /// The first change of an operation done before; null when there is none.
  static @Nullable Change earlier(
      Statements statements, ConversationKey key, UserId actor, @Nullable OpId op)
      throws SQLException {
    if (op == null) {
      return null;
    }
    var select =
        statements.get(
            COLUMNS
                + " where c.tenant_id = ? and c.conversation_id = ? and c.actor_id = ? and c.op_id"
                + " = ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setString(3, actor.value());
    select.setString(4, op.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? event(rows, statements.now()).change() : null;
    }
  }

  /// Adds a change all members are told. The conversation exists.
  static LogEvent.Changed add(
      Batch batch, ConversationKey key, UserId actor, @Nullable OpId op, Change.What what)
      throws SQLException {
    return add(batch, key, actor, op, null, what);
  }

  /// @param audience null when all members are told
  static LogEvent.Changed add(
      Batch batch,
      ConversationKey key,
      UserId actor,
      @Nullable OpId op,
      @Nullable UserId audience,
      Change.What what)
      throws SQLException {
    var position = batch.nextPosition();
    var change =
        new Change(
            key.conversation(),
            nextNumber(batch, key, position),
            actor,
            batch.now(),
            audience,
            what);
    var event = new LogEvent.Changed(position, key.tenant(), batch.now(), change);
    insert(batch.statements(), event, op);
    batch.addChange(event);
    return event;
  }

  /// At most `limit` changes after one place and up to another that this user is told, by rising
  /// position.
  static List<LogEvent.Changed> between(
      Statements statements, ConversationKey key, UserId reader, long after, long upTo, int limit)
      throws SQLException {
    var found = new ArrayList<LogEvent.Changed>();
    for (var audience : List.of(ALL, reader.value())) {
      var select = statements.get(BETWEEN);
      select.setString(1, key.tenant().value());
      select.setString(2, key.conversation().value());
      select.setString(3, audience);
      select.setLong(4, after);
      select.setLong(5, upTo);
      select.setInt(6, limit);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(event(rows, statements.now()));
        }
      }
    }
    found.sort((one, other) -> one.position().compareTo(other.position()));
    return found.size() <= limit ? found : found.subList(0, limit);
  }

  /// When this user came and went after one place and up to another, by rising position.
  static List<LogEvent.Changed> stays(
      Statements statements, ConversationKey key, UserId user, long after, long upTo)
      throws SQLException {
    var select = statements.get(STAYS);
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, after);
    select.setLong(4, upTo);
    select.setString(5, user.value());
    var found = new ArrayList<LogEvent.Changed>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(event(rows, statements.now()));
      }
    }
    return found;
  }

  /// At most `limit` changes after one of them that all members are told.
  static List<Change> toAll(Statements statements, ConversationKey key, ChangeSeq after, int limit)
      throws SQLException {
    var from = position(statements, key, after);
    var select = statements.get(BETWEEN);
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setString(3, ALL);
    select.setLong(4, from);
    select.setLong(5, Long.MAX_VALUE);
    select.setInt(6, limit);
    var found = new ArrayList<Change>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(event(rows, statements.now()).change());
      }
    }
    return found;
  }

  /// All changes of the tenant after one place and up to another.
  static List<LogEvent.Changed> ofTenant(
      Statements statements, TenantId tenant, long after, long upTo) throws SQLException {
    var select =
        statements.get(COLUMNS + " where c.pos > ? and c.pos <= ? and (c.tenant_id || '') = ?");
    select.setLong(1, after);
    select.setLong(2, upTo);
    select.setString(3, tenant.value());
    var found = new ArrayList<LogEvent.Changed>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(event(rows, statements.now()));
      }
    }
    return found;
  }

  /// Where in the log the conversation had that number of changes.
  static long position(Statements statements, ConversationKey key, ChangeSeq number)
      throws SQLException {
    var select =
        statements.get(
            "select pos from changes where tenant_id = ? and conversation_id = ?"
                + " and change_seq <= ? order by change_seq desc limit 1");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, number.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : LogPosition.START.value();
    }
  }

  private static ChangeSeq nextNumber(Batch batch, ConversationKey key, LogPosition position)
      throws SQLException {
    var update =
        batch
            .statements()
            .get(
                "update conversations set change_seq = change_seq + 1, last_pos = ?"
                    + " where tenant_id = ? and conversation_id = ? returning change_seq");
    update.setLong(1, position.value());
    update.setString(2, key.tenant().value());
    update.setString(3, key.conversation().value());
    try (var rows = update.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("a change of a conversation that is not there: " + key);
      }
      return new ChangeSeq(rows.getLong(1));
    }
  }

  private static void insert(Statements statements, LogEvent.Changed event, @Nullable OpId op)
      throws SQLException {
    var change = event.change();
    var columns = ChangeColumns.of(change.what());
    var insert =
        statements.get(
            "insert into changes (pos, tenant_id, conversation_id, change_seq, kind, actor_id,"
                + " op_id, audience, seq, concerned_id, details, created_at)"
                + " values (?,?,?,?,?,?,?,?,?,?,?,?)");
    insert.setLong(1, event.position().value());
    insert.setString(2, event.tenant().value());
    insert.setString(3, change.conversation().value());
    insert.setLong(4, change.number().value());
    insert.setString(5, columns.kind());
    insert.setString(6, change.actor().value());
    insert.setString(7, op == null ? null : op.value());
    var audience = change.audience();
    insert.setString(8, audience == null ? ALL : audience.value());
    Rows.setLong(insert, 9, columns.seq());
    insert.setString(10, columns.concerned());
    insert.setString(11, columns.details());
    insert.setLong(12, change.at().toEpochMilli());
    insert.executeUpdate();
  }

  private static LogEvent.Changed event(ResultSet row, Instant now) throws SQLException {
    var audience = row.getString("audience");
    var seq = row.getLong("seq");
    var columns =
        new ChangeColumns(
            row.getString("kind"),
            row.wasNull() ? null : seq,
            row.getString("concerned_id"),
            row.getString("details"));
    var at = Rows.time(row, "created_at");
    var change =
        new Change(
            new ConversationId(row.getString("conversation_id")),
            new ChangeSeq(row.getLong("change_seq")),
            new UserId(row.getString("actor_id")),
            at,
            audience.equals(ALL) ? null : new UserId(audience),
            columns.what(row, now));
    return new LogEvent.Changed(
        new LogPosition(row.getLong("pos")), new TenantId(row.getString("tenant_id")), at, change);
  }
}
