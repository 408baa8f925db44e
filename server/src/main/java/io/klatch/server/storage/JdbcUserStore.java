package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.user.User;
import io.klatch.domain.user.UserProfile;
import io.klatch.domain.user.UserStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Users in SQL.
final class JdbcUserStore implements UserStore {
  private static final String SELECT =
      "select tenant_id, user_id, name, picture, role, custom, created_at, updated_at from users"
          + " where tenant_id = ?";

  private final Writer writer;
  private final Readers readers;

  JdbcUserStore(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Saved save(UserKey user, UnaryOperator<UserProfile> change) {
    return writer.write(batch -> {
      var known = find(batch.statements(), user);
      var before = known.isEmpty() ? null : known.getFirst();
      var profile = change.apply(before == null ? UserProfile.NONE : before.profile());
      var since = before == null ? batch.now() : before.createdAt();
      var saved = new User(user, profile, since, batch.now());
      upsert(batch.statements(), saved);
      return new Saved(saved, before == null);
    });
  }

  @Override
  public @Nullable User find(UserKey user) {
    var found = readers.read("finding a user", statements -> find(statements, user));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public List<User> page(TenantId tenant, @Nullable UserId after, int limit) {
    return readers.read(
        "reading a page of users",
        statements -> {
          var select = statements.get(SELECT + " and user_id > ? order by user_id limit ?");
          select.setString(1, tenant.value());
          select.setString(2, after == null ? "" : after.value());
          select.setInt(3, limit);
          return users(select);
        });
  }

  private static List<User> find(Statements statements, UserKey user) throws SQLException {
    var select = statements.get(SELECT + " and user_id = ?");
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    return users(select);
  }

  private static List<User> users(PreparedStatement select) throws SQLException {
    var found = new ArrayList<User>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(user(rows));
      }
    }
    return found;
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        new UserKey(new TenantId(row.getString("tenant_id")), new UserId(row.getString("user_id"))),
        new UserProfile(
            row.getString("name"),
            row.getString("picture"),
            row.getString("role"),
            row.getString("custom")),
        Rows.time(row, "created_at"),
        Rows.time(row, "updated_at"));
  }

  private static void upsert(Statements statements, User user) throws SQLException {
    var upsert =
        statements.get(
            "insert into users (tenant_id, user_id, name, picture, role, custom, created_at,"
                + " updated_at) values (?,?,?,?,?,?,?,?) on conflict (tenant_id, user_id)"
                + " do update set name = excluded.name, picture = excluded.picture,"
                + " role = excluded.role, custom = excluded.custom,"
                + " updated_at = excluded.updated_at");
    var profile = user.profile();
    upsert.setString(1, user.key().tenant().value());
    upsert.setString(2, user.key().user().value());
    upsert.setString(3, profile.name());
    upsert.setString(4, profile.picture());
    upsert.setString(5, profile.role());
    upsert.setString(6, profile.custom());
    upsert.setLong(7, user.createdAt().toEpochMilli());
    upsert.setLong(8, user.updatedAt().toEpochMilli());
    upsert.executeUpdate();
  }
}
