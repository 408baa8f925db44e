package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.presence.PresenceStatus;
import io.klatch.domain.presence.PresenceStore;
import io.klatch.domain.presence.StatusChoice;
import io.klatch.domain.presence.StoredPresence;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Presence in SQL.
final class JdbcPresenceStore implements PresenceStore {
  /// Users in one write, so that no message waits long behind them.
  private static final int SEEN_PER_WRITE = 500;

  private final Writer writer;
  private final Readers readers;

  JdbcPresenceStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Map<UserId, StoredPresence> find(TenantId tenant, Set<UserId> users) {
    return users.isEmpty()
        ? Map.of()
        : readers.read(
            "reading presence", statements -> find(statements, tenant, List.copyOf(users)));
  }

  @Override
  public void choose(UserKey user, StatusChoice choice) {
    writer.write(batch -> {
      var upsert =
          batch
              .statements()
              .get(
                  "insert into presence (tenant_id, user_id, status, status_text, until)"
                      + " values (?,?,?,?,?) on conflict (tenant_id, user_id) do update set"
                      + " status = excluded.status, status_text = excluded.status_text,"
                      + " until = excluded.until");
      upsert.setString(1, user.tenant().value());
      upsert.setString(2, user.user().value());
      upsert.setString(3, choice.status().wire());
      upsert.setString(4, choice.text());
      Rows.setTime(upsert, 5, choice.until());
      return upsert.executeUpdate();
    });
  }

  @Override
  public void seen(Map<UserKey, Instant> users) {
    var all = List.copyOf(users.entrySet());
    for (var from = 0; from < all.size(); from += SEEN_PER_WRITE) {
      var some = all.subList(from, Math.min(all.size(), from + SEEN_PER_WRITE));
      writer.write(batch -> {
        for (var each : some) {
          seen(batch, each.getKey(), each.getValue());
        }
        return true;
      });
    }
  }

  @Override
  public long count(TenantId tenant) {
    return readers.read(
        "counting users",
        statements -> {
          var select = statements.get("select count(*) from presence where tenant_id = ?");
          select.setString(1, tenant.value());
          try (var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  private static void seen(Batch batch, UserKey user, Instant at) throws SQLException {
    var upsert =
        batch
            .statements()
            .get(
                "insert into presence (tenant_id, user_id, status, last_seen)"
                    + " values (?,?,'online',?) on conflict (tenant_id, user_id) do update set"
                    + " last_seen = excluded.last_seen where presence.last_seen is null"
                    + " or presence.last_seen < excluded.last_seen");
    upsert.setString(1, user.tenant().value());
    upsert.setString(2, user.user().value());
    upsert.setLong(3, at.toEpochMilli());
    upsert.executeUpdate();
  }

  private static Map<UserId, StoredPresence> find(
      Statements statements, TenantId tenant, List<UserId> users) throws SQLException {
    var select =
        statements.withValues(
            "with v (user_id) as",
            1,
            users.size(),
            " select p.user_id, p.status, p.status_text, p.until, p.last_seen from v"
                + " cross join presence p where p.tenant_id = ? and p.user_id = v.user_id");
    var next = setUsers(select, users);
    select.setString(next, tenant.value());
    var found = new HashMap<UserId, StoredPresence>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.put(new UserId(rows.getString("user_id")), presence(rows));
      }
    }
    return found;
  }

  /// As many parameters as [Statements#withValues] has made; the number of the next one.
  static int setUsers(PreparedStatement statement, List<UserId> users) throws SQLException {
    var padded = Statements.paddedRows(users.size());
    for (var i = 0; i < padded; i++) {
      statement.setString(i + 1, users.get(Math.min(i, users.size() - 1)).value());
    }
    return padded + 1;
  }

  /// The users of one column.
  static List<UserId> users(ResultSet rows) throws SQLException {
    var users = new ArrayList<UserId>();
    while (rows.next()) {
      users.add(new UserId(rows.getString(1)));
    }
    return users;
  }

  private static StoredPresence presence(ResultSet row) throws SQLException {
    var status = PresenceStatus.parse(row.getString("status"));
    if (status == null) {
      throw new SQLException("no such status: " + row.getString("status"));
    }
    return new StoredPresence(
        new StatusChoice(status, row.getString("status_text"), Rows.timeOrNull(row, "until")),
        Rows.timeOrNull(row, "last_seen"));
  }
}
