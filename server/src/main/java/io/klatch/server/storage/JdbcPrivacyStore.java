package io.klatch.server.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.privacy.Privacy;
import io.klatch.domain.privacy.PrivacyChange;
import io.klatch.domain.privacy.PrivacyStore;
import java.sql.SQLException;

/// Privacy settings in SQL, those of many users in memory: they are asked for with every receipt.
final class JdbcPrivacyStore implements PrivacyStore {
  /// About 20 MB.
  private static final int CACHED_MAX = 100_000;

  private final Writer writer;
  private final Readers readers;
  private final Cache<UserKey, Privacy> cache =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).executor(Runnable::run).build();

  JdbcPrivacyStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Privacy of(UserKey user) {
    return cache.get(
        user, key -> readers.read("reading privacy settings", statements -> find(statements, key)));
  }

  @Override
  public Privacy change(UserKey user, PrivacyChange change) {
    var changed =
        writer.write(batch -> {
          var privacy = change.of(find(batch.statements(), user));
          upsert(batch, user, privacy);
          return privacy;
        });
    // Not put: two changes may come here in the other order. A read under way is waited for.
    cache.invalidate(user);
    return changed;
  }

  private static Privacy find(Statements statements, UserKey user) throws SQLException {
    var select =
        statements.get(
            "select read_receipts, typing, last_seen, reciprocal from privacy"
                + " where tenant_id = ? and user_id = ?");
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    try (var rows = select.executeQuery()) {
      return rows.next()
          ? new Privacy(
              rows.getBoolean(1), rows.getBoolean(2), rows.getBoolean(3), rows.getBoolean(4))
          : Privacy.OPEN;
    }
  }

  private static void upsert(Batch batch, UserKey user, Privacy privacy) throws SQLException {
    var upsert =
        batch
            .statements()
            .get(
                "insert into privacy (tenant_id, user_id, read_receipts, typing, last_seen,"
                    + " reciprocal) values (?,?,?,?,?,?) on conflict (tenant_id, user_id) do update"
                    + " set read_receipts = excluded.read_receipts, typing = excluded.typing,"
                    + " last_seen = excluded.last_seen, reciprocal = excluded.reciprocal");
    upsert.setString(1, user.tenant().value());
    upsert.setString(2, user.user().value());
    upsert.setBoolean(3, privacy.readReceipts());
    upsert.setBoolean(4, privacy.typing());
    upsert.setBoolean(5, privacy.lastSeen());
    upsert.setBoolean(6, privacy.reciprocal());
    upsert.executeUpdate();
  }
}
