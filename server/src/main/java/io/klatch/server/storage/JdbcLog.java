package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.Conversation;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.event.LogReader;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The log in SQL.
final class JdbcLog implements LogReader {
  /// `cross join` keeps the members' index first. A conversation in which nothing has happened
  /// since costs a look at its row; its messages are not touched.
  private static final String CHANGED =
      "select c.conversation_id, c.opened_pos, mb.joined_pos, mb.left_pos, mb.left_seq"
          + " from members mb cross join conversations c"
          + " where mb.tenant_id = ? and mb.user_id = ?"
          + " and (mb.left_pos is null or mb.left_pos > ?) and c.tenant_id = mb.tenant_id"
          + " and c.conversation_id = mb.conversation_id and c.last_pos > ?";

  /// Newest first, because numbers and positions rise together: the reader stops at what it has.
  private static final String NEWEST =
      "select m.pos as m_pos,"
          + Rows.MESSAGE_COLUMNS
          + "from messages m where m.tenant_id = ? and m.conversation_id = ? and m.seq <= ?"
          + " and (m.audience is null or m.audience = ?) order by m.seq desc";

  private static final String HEAD =
      "select coalesce(max(pos), 0) from (select max(pos) as pos from messages"
          + " union all select max(pos) from changes"
          + " union all select max(pos) from blocks"
          + " union all select cast(value as bigint) from meta where name = '"
          + RemovedRows.HEAD_NOTE
          + "'"
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

  @Override
  public Set<UserId> members(ConversationKey conversation, LogPosition at) {
    return readers.read(
        "reading the members of a conversation",
        statements -> MemberRows.at(statements, conversation, at));
  }

  /// Unsorted, and no more than one above `max`.
  private static List<LogEvent> missed(
      Statements statements, UserKey user, LogPosition after, LogPosition upTo, int max)
      throws SQLException {
    var events = new ArrayList<LogEvent>(BlockRows.between(statements, user, after, upTo, max + 1));
    for (var part : changed(statements, user, after, upTo)) {
      if (part.contains(part.openedAt)) {
        events.add(opened(statements, part));
      }
      addMessages(statements, part, user.user(), max, events);
      addChanges(statements, part, user.user(), max, events);
      if (events.size() > max) {
        return events;
      }
    }
    return events;
  }

  private static List<Part> changed(
      Statements statements, UserKey user, LogPosition after, LogPosition upTo)
      throws SQLException {
    var select = statements.get(CHANGED);
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    select.setLong(3, after.value());
    select.setLong(4, after.value());
    var changed = new ArrayList<Part>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        var id = new ConversationId(rows.getString("conversation_id"));
        var left = rows.getLong("left_pos");
        var isIn = rows.wasNull();
        changed.add(
            new Part(
                new ConversationKey(user.tenant(), id),
                rows.getLong("opened_pos"),
                Math.max(after.value(), rows.getLong("joined_pos") - 1),
                isIn ? upTo.value() : Math.min(upTo.value(), left),
                isIn ? Long.MAX_VALUE : rows.getLong("left_seq")));
      }
    }
    return changed;
  }

  private static void addMessages(
      Statements statements, Part part, UserId user, int max, List<LogEvent> events)
      throws SQLException {
    var select = statements.get(NEWEST);
    select.setString(1, part.key.tenant().value());
    select.setString(2, part.key.conversation().value());
    select.setLong(3, part.lastSeq);
    select.setString(4, user.value());
    try (var rows = select.executeQuery()) {
      while (events.size() <= max && rows.next()) {
        var position = rows.getLong("m_pos");
        if (position <= part.after) {
          return;
        }
        if (part.contains(position)) {
          var at = Rows.time(rows, "m_persisted_at");
          events.add(
              new LogEvent.MessageStored(
                  new LogPosition(position),
                  part.key.tenant(),
                  at,
                  Rows.message(rows, statements.now())));
        }
      }
    }
  }

  private static void addChanges(
      Statements statements, Part part, UserId user, int max, List<LogEvent> events)
      throws SQLException {
    var room = max + 1 - events.size();
    if (room > 0) {
      for (var change :
          ChangeRows.between(statements, part.key, user, part.after, part.upTo, room)) {
        events.add(asTold(statements, change, user));
      }
    }
  }

  private static LogEvent asTold(Statements statements, LogEvent.Changed event, UserId user)
      throws SQLException {
    if (!(event.change().what() instanceof Change.MemberAdded(var newcomer, var lastSeq))
        || !newcomer.equals(user)) {
      return event;
    }
    var key = event.conversationKey();
    var last = ConversationRows.lastShown(statements, key, lastSeq, user);
    return ConversationRows.joined(ConversationRows.get(statements, key), last, event);
  }

  private static LogEvent opened(Statements statements, Part part) throws SQLException {
    var now = ConversationRows.get(statements, part.key);
    return new LogEvent.ConversationOpened(
        new LogPosition(part.openedAt), part.key.tenant(), now.createdAt(), asOpened(now));
  }

  // Without what followed, which is told after it: if members and title are as they were, a
  // replayed event is the same as it was live, byte for byte.
  static Conversation asOpened(Conversation now) {
    return new Conversation(
        now.id(),
        now.type(),
        now.profile(),
        now.members(),
        now.createdBy(),
        now.createdAt(),
        now.createdAt(),
        Seq.NONE,
        ChangeSeq.NONE,
        null);
  }

  /// The part of a conversation's log that the user is to be told.
  ///
  /// @param lastSeq no message above it is in this part
  private record Part(ConversationKey key, long openedAt, long after, long upTo, long lastSeq) {
    boolean contains(long position) {
      return position > after && position <= upTo;
    }
  }
}
