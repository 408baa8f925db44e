package io.klatch.server.storage;

import io.klatch.domain.chat.Conversation;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The log in SQL.
final class JdbcLog implements LogReader {
  static final String MESSAGE = "message";
  static final String CONVERSATION = "conversation";

  /// `cross join` keeps the user's conversations first and seeks each in the log: what others said
  /// elsewhere is never read.
  private static final String MISSED =
      "select l.pos, l.kind, l.conversation_id,"
          + Rows.MESSAGE_COLUMNS
          + "from members mb cross join log l"
          + " left join messages m on m.tenant_id = l.tenant_id"
          + " and m.conversation_id = l.conversation_id and m.seq = l.seq"
          + " where mb.tenant_id = ? and mb.user_id = ? and l.tenant_id = mb.tenant_id"
          + " and l.conversation_id = mb.conversation_id and l.pos > ? and l.pos <= ?"
          + " order by l.pos limit ?";

  private final String epoch;
  private final Writer writer;
  private final Readers readers;

  JdbcLog(String epoch, Writer writer, Readers readers) {
    this.epoch = epoch;
    this.writer = writer;
    this.readers = readers;
  }

  /// The last committed position as the file has it; 0 when the log is empty.
  static long head(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select coalesce(max(pos), 0) from log")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public LogPosition head() {
    return new LogPosition(writer.head());
  }

  @Override
  public List<LogEvent> missed(UserKey user, LogPosition after, LogPosition upTo, int limit) {
    return readers.read(
        "reading missed events", statements -> missed(statements, user, after, upTo, limit));
  }

  private static List<LogEvent> missed(
      Statements statements, UserKey user, LogPosition after, LogPosition upTo, int limit)
      throws SQLException {
    var select = statements.get(MISSED);
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    select.setLong(3, after.value());
    select.setLong(4, upTo.value());
    select.setInt(5, limit);
    var events = new ArrayList<LogEvent>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        events.add(event(statements, user, rows));
      }
    }
    return events;
  }

  private static LogEvent event(Statements statements, UserKey user, ResultSet row)
      throws SQLException {
    var position = new LogPosition(row.getLong("pos"));
    var kind = row.getString("kind");
    if (MESSAGE.equals(kind)) {
      return new LogEvent.MessageStored(
          position, user.tenant(), Rows.time(row, "m_persisted_at"), Rows.message(row));
    }
    if (!CONVERSATION.equals(kind)) {
      throw new SQLException("unknown kind of log entry: " + kind);
    }
    var key =
        new ConversationKey(user.tenant(), new ConversationId(row.getString("conversation_id")));
    var now = ConversationRows.find(statements, key);
    if (now == null) {
      throw new SQLException("the log names a conversation that is not there: " + key);
    }
    return new LogEvent.ConversationOpened(position, user.tenant(), now.createdAt(), asOpened(now));
  }

  // A replayed event is the same as it was live, byte for byte.
  private static Conversation asOpened(Conversation now) {
    return new Conversation(
        now.id(),
        now.type(),
        now.title(),
        now.members(),
        now.createdBy(),
        now.createdAt(),
        now.createdAt(),
        Seq.NONE,
        null);
  }
}
