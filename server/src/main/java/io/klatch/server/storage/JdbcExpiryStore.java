package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.ExpiryStore;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages that end by themselves, in SQL.
final class JdbcExpiryStore implements ExpiryStore {
  private final Writer writer;
  private final Readers readers;

  JdbcExpiryStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /// Looks with a reader first, so that the writer is left alone while there is nothing.
  @Override
  public int expire(int max) {
    var due =
        readers.read(
            "looking for messages to expire",
            statements -> due(statements, statements.now(), 1).size());
    return due == 0 ? 0 : writer.write(batch -> expire(batch, max));
  }

  private static int expire(Batch batch, int max) throws SQLException {
    var statements = batch.statements();
    var due = due(statements, batch.now(), max);
    for (var each : due) {
      var target = each.target;
      AmendedRows.delete(statements, target, batch.now());
      ChangeRows.add(
          batch,
          target.conversationKey(),
          target.actor().user(),
          null,
          each.audience,
          new Change.MessageExpired(target.seq()));
    }
    return due.size();
  }

  /// The sender as the actor.
  private static List<Due> due(Statements statements, Instant now, int max) throws SQLException {
    var select =
        statements.get(
            "select tenant_id, conversation_id, seq, sender_id, audience from messages"
                + " where expires_at is not null and deleted_at is null and expires_at <= ?"
                + " order by expires_at limit ?");
    select.setLong(1, now.toEpochMilli());
    select.setInt(2, max);
    var due = new ArrayList<Due>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        var audience = rows.getString(5);
        due.add(
            new Due(
                new MessageTarget(
                    new UserKey(new TenantId(rows.getString(1)), new UserId(rows.getString(4))),
                    new ConversationId(rows.getString(2)),
                    new Seq(rows.getLong(3)),
                    null),
                audience == null ? null : new UserId(audience)));
      }
    }
    return due;
  }

  /// @param audience the only one who is shown it; null for all
  private record Due(MessageTarget target, @Nullable UserId audience) {}
}
