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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log in SQL.
final class JdbcLog implements LogReader {
  /// `cross join` keeps the members' index first. A conversation in which nothing has happened
  /// since costs a look at its row; its messages are not touched.
  private static final String CHANGED =
      "select c.conversation_id, c.opened_pos from members mb cross join conversations c"
          + " where mb.tenant_id = ? and mb.user_id = ? and c.tenant_id = mb.tenant_id"
          + " and c.conversation_id = mb.conversation_id and c.last_pos > ?";

  /// Newest first, because numbers and positions rise together: the reader stops at what it has.
  private static final String NEWEST =
      "select m.pos as m_pos,"
          + Rows.MESSAGE_COLUMNS
          + "from messages m where m.tenant_id = ? and m.conversation_id = ? order by m.seq desc";

  private static final String HEAD =
      "select coalesce(max(pos), 0) from (select max(pos) as pos from messages"
          + " union all select max(opened_pos) from conversations) as places";

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
        var rows = statement.executeQuery(HEAD)) {
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
  public @Nullable List<LogEvent> missed(
      UserKey user, LogPosition after, LogPosition upTo, int max) {
    var found =
        readers.read(
            "reading missed events", statements -> missed(statements, user, after, upTo, max));
    if (found.size() > max) {
      return null;
    }
    found.sort(Comparator.comparing(LogEvent::position));
    return found;
  }

  /// Unsorted, and no more than one above `max`.
  private static List<LogEvent> missed(
      Statements statements, UserKey user, LogPosition after, LogPosition upTo, int max)
      throws SQLException {
    var events = new ArrayList<LogEvent>();
    for (var changed : changed(statements, user, after)) {
      var opened = changed.openedAt;
      if (opened.compareTo(after) > 0 && opened.compareTo(upTo) <= 0) {
        events.add(opened(statements, changed));
      }
      addMessages(statements, changed.key, after, upTo, max, events);
      if (events.size() > max) {
        return events;
      }
    }
    return events;
  }

  private static List<Changed> changed(Statements statements, UserKey user, LogPosition after)
      throws SQLException {
    var select = statements.get(CHANGED);
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    select.setLong(3, after.value());
    var changed = new ArrayList<Changed>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        var id = new ConversationId(rows.getString("conversation_id"));
        var openedAt = new LogPosition(rows.getLong("opened_pos"));
        changed.add(new Changed(new ConversationKey(user.tenant(), id), openedAt));
      }
    }
    return changed;
  }

  private static void addMessages(
      Statements statements,
      ConversationKey key,
      LogPosition after,
      LogPosition upTo,
      int max,
      List<LogEvent> events)
      throws SQLException {
    var select = statements.get(NEWEST);
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    try (var rows = select.executeQuery()) {
      while (events.size() <= max && rows.next()) {
        var position = new LogPosition(rows.getLong("m_pos"));
        if (position.compareTo(after) <= 0) {
          return;
        }
        if (position.compareTo(upTo) <= 0) {
          var at = Rows.time(rows, "m_persisted_at");
          events.add(new LogEvent.MessageStored(position, key.tenant(), at, Rows.message(rows)));
        }
      }
    }
  }

  private static LogEvent opened(Statements statements, Changed changed) throws SQLException {
    var now = ConversationRows.find(statements, changed.key);
    if (now == null) {
      throw new SQLException("a conversation is gone: " + changed.key);
    }
    return new LogEvent.ConversationOpened(
        changed.openedAt, changed.key.tenant(), now.createdAt(), asOpened(now));
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

  private record Changed(ConversationKey key, LogPosition openedAt) {}
}
