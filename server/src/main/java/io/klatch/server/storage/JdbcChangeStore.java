package io.klatch.server.storage;

import io.klatch.domain.chat.ChangePage;
import io.klatch.domain.chat.ChangeStore;
import io.klatch.domain.event.LogEvent;
import io.klatch.domain.kernel.ChangeSeq;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Changes in SQL.
final class JdbcChangeStore implements ChangeStore {
  private final Readers readers;

  JdbcChangeStore(Readers readers) {
    this.readers = readers;
  }

  @Override
  public @Nullable ChangePage page(
      UserKey reader, ConversationId conversation, ChangeSeq after, int limit) {
    var key = new ConversationKey(reader.tenant(), conversation);
    var found =
        readers.read(
            "reading a page of changes",
            statements ->
                new Found(
                    MemberRows.isMember(statements, key, reader.user())
                        ? page(statements, key, reader, after, limit)
                        : null));
    return found.page;
  }

  // One row more than asked for says whether there is more.
  private static ChangePage page(
      Statements statements, ConversationKey key, UserKey reader, ChangeSeq after, int limit)
      throws SQLException {
    var from = ChangeRows.position(statements, key, after);
    var found = ChangeRows.between(statements, key, reader.user(), from, Long.MAX_VALUE, limit + 1);
    var shown = found.size() > limit ? found.subList(0, limit) : found;
    return new ChangePage(
        shown.stream().map(LogEvent.Changed::change).toList(), found.size() > limit);
  }

  private record Found(@Nullable ChangePage page) {}
}
