package io.klatch.server.storage;

import io.klatch.domain.repeat.AnswerStore;
import io.klatch.domain.repeat.KeptAnswer;
import io.klatch.domain.repeat.RepeatKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers in SQL.
final class JdbcAnswerStore implements AnswerStore {
  private final Writer writer;
  private final Readers readers;

  JdbcAnswerStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public @Nullable KeptAnswer find(RepeatKey key, Instant since) {
    var found =
        readers.read(
            "finding an answer", statements -> find(statements, key, since.toEpochMilli()));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public void keep(RepeatKey key, KeptAnswer answer, Instant at) {
    writer.write(batch -> {
      var upsert =
          batch
              .statements()
              .get(
                  "insert into answers (tenant_id, name, fingerprint, status, body, answered_at)"
                      + " values (?,?,?,?,?,?) on conflict (tenant_id, name) do update set"
                      + " fingerprint = excluded.fingerprint, status = excluded.status,"
                      + " body = excluded.body, answered_at = excluded.answered_at");
      upsert.setString(1, key.tenant().value());
      upsert.setString(2, key.name());
      upsert.setString(3, answer.fingerprint());
      upsert.setInt(4, answer.status());
      upsert.setString(5, answer.body());
      upsert.setLong(6, at.toEpochMilli());
      return upsert.executeUpdate();
    });
  }

  @Override
  public void forget(Instant before) {
    writer.write(batch -> {
      var delete = batch.statements().get("delete from answers where answered_at < ?");
      delete.setLong(1, before.toEpochMilli());
      return delete.executeUpdate();
    });
  }

  private static List<KeptAnswer> find(Statements statements, RepeatKey key, long since)
      throws SQLException {
    var select =
        statements.get(
            "select fingerprint, status, body from answers"
                + " where tenant_id = ? and name = ? and answered_at > ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.name());
    select.setLong(3, since);
    try (var rows = select.executeQuery()) {
      return rows.next()
          ? List.of(new KeptAnswer(rows.getString(1), rows.getInt(2), rows.getString(3)))
          : List.of();
    }
  }
}
