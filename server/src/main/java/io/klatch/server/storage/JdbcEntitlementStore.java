package io.klatch.server.storage;

import io.klatch.domain.account.EntitlementStore;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Features of users in SQL.
final class JdbcEntitlementStore implements EntitlementStore {
  private final Writer writer;
  private final Readers readers;

  JdbcEntitlementStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Map<UserKey, Set<String>> all() {
    return readers.read("reading features of users", JdbcEntitlementStore::all);
  }

  @Override
  public void save(UserKey user, Set<String> features) {
    writer.write(batch -> {
      delete(batch.statements(), user);
      insert(batch.statements(), user, features);
      return true;
    });
  }

  private static void delete(Statements statements, UserKey user) throws SQLException {
    var delete = statements.get("delete from entitlements where tenant_id = ? and user_id = ?");
    delete.setString(1, user.tenant().value());
    delete.setString(2, user.user().value());
    delete.executeUpdate();
  }

  private static void insert(Statements statements, UserKey user, Set<String> features)
      throws SQLException {
    var insert =
        statements.get("insert into entitlements (tenant_id, user_id, feature) values (?,?,?)");
    for (var feature : features) {
      insert.setString(1, user.tenant().value());
      insert.setString(2, user.user().value());
      insert.setString(3, feature);
      insert.addBatch();
    }
    insert.executeBatch();
  }

  private static Map<UserKey, Set<String>> all(Statements statements) throws SQLException {
    var found = new HashMap<UserKey, Set<String>>();
    try (var rows =
        statements.get("select tenant_id, user_id, feature from entitlements").executeQuery()) {
      while (rows.next()) {
        found
            .computeIfAbsent(
                new UserKey(new TenantId(rows.getString(1)), new UserId(rows.getString(2))),
                _ -> new HashSet<>())
            .add(rows.getString(3));
      }
    }
    return found;
  }
}
