package io.klatch.server.storage;

import io.klatch.domain.account.SessionId;
import io.klatch.domain.account.SessionStore;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sessions in SQL. Each write removes what has expired.
final class JdbcSessionStore implements SessionStore {
  private final Writer writer;
  private final Readers readers;
  private final Clock clock;

  JdbcSessionStore(Writer writer, Readers readers, Clock clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public void remember(UserKey owner, SessionId session, String profile, Instant expiresAt) {
    writer.write(batch -> {
      deleteExpired(batch);
      upsert(batch, owner, session, profile, expiresAt);
      return true;
    });
  }

  @Override
  public @Nullable String profileOf(UserKey owner, SessionId session) {
    var found =
        readers.read(
            "reading a session", statements -> new Found(find(statements, owner, session)));
    return found.profile;
  }

  private static void deleteExpired(Batch batch) throws SQLException {
    var delete = batch.statements().get("delete from sessions where expires_at <= ?");
    delete.setLong(1, batch.now().toEpochMilli());
    delete.executeUpdate();
  }

  private static void upsert(
      Batch batch, UserKey owner, SessionId session, String profile, Instant expiresAt)
      throws SQLException {
    var upsert =
        batch
            .statements()
            .get(
                "insert into sessions (tenant_id, session_id, user_id, profile, expires_at)"
                    + " values (?,?,?,?,?) on conflict (tenant_id, session_id) do update set"
                    + " user_id = excluded.user_id, profile = excluded.profile,"
                    + " expires_at = excluded.expires_at");
    upsert.setString(1, owner.tenant().value());
    upsert.setString(2, session.value());
    upsert.setString(3, owner.user().value());
    upsert.setString(4, profile);
    upsert.setLong(5, expiresAt.toEpochMilli());
    upsert.executeUpdate();
  }

  private @Nullable String find(Statements statements, UserKey owner, SessionId session)
      throws SQLException {
    var select =
        statements.get(
            "select profile from sessions where tenant_id = ? and session_id = ? and user_id = ?"
                + " and expires_at > ?");
    select.setString(1, owner.tenant().value());
    select.setString(2, session.value());
    select.setString(3, owner.user().value());
    select.setLong(4, clock.instant().toEpochMilli());
    try (var rows = select.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private record Found(@Nullable String profile) {}
}
