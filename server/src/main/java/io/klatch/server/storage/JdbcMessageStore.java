package io.klatch.server.storage;

import io.klatch.domain.chat.Appended;
import io.klatch.domain.chat.HistoryRange;
import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessagePage;
import io.klatch.domain.chat.MessageStore;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Messages in SQL.
final class JdbcMessageStore implements MessageStore {
  private static final String SELECT =
      "select"
          + Rows.MESSAGE_COLUMNS
          + "from messages m where m.tenant_id = ? and m.conversation_id = ?";

  /// Binds the reader, twice.
  static final String SHOWN =
      " and (m.audience is null or m.audience = ?) and not exists (select 1 from hidden_messages h where h.tenant_id = m.tenant_id"
          + " and h.conversation_id = m.conversation_id and h.user_id = ? and h.seq = m.seq)";

  private final Writer writer;
  private final Readers readers;

  JdbcMessageStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Appended append(SendMessage message, Instant acceptedAt) {
    return writer.append(message, acceptedAt);
  }

  @Override
  public @Nullable MessagePage page(ReadHistory query) {
    var key = new ConversationKey(query.reader().tenant(), query.conversation());
    var found =
        readers.read(
            "reading a page of messages",
            statements ->
                new Found(
                    MemberRows.mayRead(statements, key, query.reader().user())
                        ? read(statements, key, query)
                        : null));
    return found.page;
  }

  static @Nullable Message find(Statements statements, ConversationKey key, Seq seq)
      throws SQLException {
    var select = statements.get(SELECT + " and m.seq = ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setLong(3, seq.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? Rows.message(rows, statements.now()) : null;
    }
  }

  private static MessagePage read(Statements statements, ConversationKey key, ReadHistory query)
      throws SQLException {
    var page = read(statements, query, null);
    return new MessagePage(
        MarkRows.page(statements, key, query.reader().user(), page.messages()),
        page.hasMore(),
        new Seq(RemovedRows.removedSeq(statements, key) + 1));
  }

  /// Without what other tables hold of the messages. One row more than asked for says whether there
  /// is more.
  ///
  /// @param thread null for all messages
  static MessagePage read(Statements statements, ReadHistory query, @Nullable Seq thread)
      throws SQLException {
    var rising = query.range() instanceof HistoryRange.After;
    var bound =
        switch (query.range()) {
          case HistoryRange.Newest() -> Long.MAX_VALUE;
          case HistoryRange.Skip _ -> Long.MAX_VALUE;
          case HistoryRange.Before(var seq) -> seq.value();
          case HistoryRange.After(var seq) -> seq.value();
        };
    var skip = query.range() instanceof HistoryRange.Skip(var count) ? count : 0;
    var select =
        statements.get(
            SELECT
                + SHOWN
                + (thread == null ? "" : " and m.thread = ?")
                + (rising
                    ? " and m.seq > ? order by m.seq limit ? offset ?"
                    : " and m.seq < ? order by m.seq desc limit ? offset ?"));
    select.setString(1, query.reader().tenant().value());
    select.setString(2, query.conversation().value());
    select.setString(3, query.reader().user().value());
    select.setString(4, query.reader().user().value());
    var next = 5;
    if (thread != null) {
      select.setLong(next++, thread.value());
    }
    select.setLong(next++, bound);
    select.setInt(next++, query.limit() + 1);
    select.setInt(next, skip);
    var messages = new ArrayList<Message>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        messages.add(Rows.message(rows, statements.now()));
      }
    }
    var hasMore = messages.size() > query.limit();
    var page = hasMore ? messages.subList(0, query.limit()) : messages;
    return new MessagePage(rising ? page : page.reversed(), hasMore);
  }

  private record Found(@Nullable MessagePage page) {}
}
