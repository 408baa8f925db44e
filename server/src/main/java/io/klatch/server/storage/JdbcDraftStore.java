package io.klatch.server.storage;

import io.klatch.domain.draft.Draft;
import io.klatch.domain.draft.DraftResult;
import io.klatch.domain.draft.DraftStore;
import io.klatch.domain.draft.Drafts;
import io.klatch.domain.draft.Writing;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Drafts in SQL.
final class JdbcDraftStore implements DraftStore {
  private final Writer writer;
  private final Readers readers;

  JdbcDraftStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public DraftResult set(
      UserKey user, ConversationId conversation, @Nullable Writing writing, Instant at) {
    return writer.write(batch -> set(batch.statements(), user, conversation, writing, at));
  }

  @Override
  public List<Draft> list(UserKey user, int limit, @Nullable ConversationId after) {
    return readers.read(
        "listing drafts", statements -> DraftRows.list(statements, user, limit, after));
  }

  @Override
  public Map<ConversationId, Draft> of(UserKey user, List<ConversationId> conversations) {
    return readers.read(
        "finding drafts",
        statements -> {
          var found = new HashMap<ConversationId, Draft>();
          for (var id : conversations) {
            var key = new ConversationKey(user.tenant(), id);
            var draft = DraftRows.find(statements, key, user.user());
            if (draft != null) {
              found.put(id, draft);
            }
          }
          return found;
        });
  }

  private static DraftResult set(
      Statements statements,
      UserKey user,
      ConversationId conversation,
      @Nullable Writing writing,
      Instant at)
      throws SQLException {
    var key = new ConversationKey(user.tenant(), conversation);
    if (!MemberRows.isMember(statements, key, user.user())) {
      return new DraftResult.NotFound();
    }
    var before = DraftRows.find(statements, key, user.user());
    var updatedAt = before == null ? at : latest(at, before.updatedAt().plusMillis(1));
    if (writing == null) {
      DraftRows.delete(statements, key, user.user());
      return new DraftResult.Kept(new Draft(conversation, null, updatedAt), before != null);
    }
    if (before != null && writing.equals(before.writing())) {
      return new DraftResult.Kept(before, false);
    }
    if (before == null && DraftRows.count(statements, user) >= Drafts.COUNT_MAX) {
      return new DraftResult.TooMany(Drafts.COUNT_MAX);
    }
    DraftRows.put(statements, key, user.user(), writing, updatedAt);
    return new DraftResult.Kept(new Draft(conversation, writing, updatedAt), true);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
