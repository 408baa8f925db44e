package io.klatch.server.storage;

import io.klatch.domain.chat.Message;
import io.klatch.domain.chat.MessagePage;
import io.klatch.domain.chat.MessageReader;
import io.klatch.domain.chat.ReadHistory;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Single messages and threads in SQL.
final class JdbcMessageReader implements MessageReader {
  private final Readers readers;

  JdbcMessageReader(Readers readers) {
    this.readers = readers;
  }

  @Override
  public @Nullable Message find(UserKey reader, ConversationId conversation, Seq seq) {
    var key = new ConversationKey(reader.tenant(), conversation);
    var found =
        readers.read(
            "finding a message",
            statements ->
                MemberRows.isMember(statements, key, reader.user())
                    ? marked(statements, key, reader, seq)
                    : List.<Message>of());
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public @Nullable MessagePage thread(ReadHistory query, Seq root) {
    var key = new ConversationKey(query.reader().tenant(), query.conversation());
    var found =
        readers.read(
            "reading a page of a thread",
            statements ->
                new Found(
                    MemberRows.mayRead(statements, key, query.reader().user())
                        ? thread(statements, key, query, root)
                        : null));
    return found.page;
  }

  private static List<Message> marked(
      Statements statements, ConversationKey key, UserKey reader, Seq seq) throws SQLException {
    var message = JdbcMessageStore.find(statements, key, seq);
    return message == null
            || !message.isFor(reader.user())
            || AmendedRows.isHidden(statements, key, seq, reader.user())
        ? List.of()
        : MarkRows.marked(statements, key, reader.user(), List.of(message));
  }

  private static MessagePage thread(
      Statements statements, ConversationKey key, ReadHistory query, Seq root) throws SQLException {
    var page = JdbcMessageStore.read(statements, query, root);
    var marked = MarkRows.marked(statements, key, query.reader().user(), page.messages());
    return new MessagePage(marked, page.hasMore());
  }

  private record Found(@Nullable MessagePage page) {}
}
