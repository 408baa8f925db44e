package io.klatch.server.storage;

import io.klatch.domain.account.SuspensionStore;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Suspended users in SQL.
final class JdbcSuspensionStore implements SuspensionStore {
  private final Writer writer;
  private final Readers readers;

  JdbcSuspensionStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Map<UserKey, Instant> all() {
    return readers.read("reading suspended users", JdbcSuspensionStore::all);
  }

  @Override
  public void save(UserKey user, Instant since) {
    writer.write(batch -> {
      var upsert =
          batch
              .statements()
              .get(
                  "insert into suspensions (tenant_id, user_id, since) values (?,?,?)"
                      + " on conflict (tenant_id, user_id) do nothing");
      upsert.setString(1, user.tenant().value());
      upsert.setString(2, user.user().value());
      upsert.setLong(3, since.toEpochMilli());
      return upsert.executeUpdate();
    });
  }

  @Override
  public void remove(UserKey user) {
    writer.write(batch -> {
      var delete =
          batch.statements().get("delete from suspensions where tenant_id = ? and user_id = ?");
      delete.setString(1, user.tenant().value());
      delete.setString(2, user.user().value());
      return delete.executeUpdate();
    });
  }

  private static Map<UserKey, Instant> all(Statements statements) throws SQLException {
    var found = new HashMap<UserKey, Instant>();
    try (var rows =
        statements.get("select tenant_id, user_id, since from suspensions").executeQuery()) {
      while (rows.next()) {
        found.put(
            new UserKey(new TenantId(rows.getString(1)), new UserId(rows.getString(2))),
            Rows.time(rows, "since"));
      }
    }
    return found;
  }
}
