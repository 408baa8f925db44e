package io.klatch.server.storage;

import io.klatch.domain.chat.Timing.Due;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.kernel.ScheduledId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.schedule.Scheduled;
import io.klatch.domain.schedule.Scheduled.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The table of scheduled messages.
final class ScheduledRows {
  private static final String SELECT =
      "select tenant_id, user_id, scheduled_id, revision, conversation_id, text, thread, extras,"
          + " expires_in_ms, send_at, created_at, failure from scheduled";
  private static final String ONE = " where tenant_id = ? and user_id = ? and scheduled_id = ?";
  private static final String AFTER =
      " and (send_at, scheduled_id) > (?, ?) order by send_at, scheduled_id limit ?";

  private ScheduledRows() {}

  static @Nullable Scheduled find(Statements statements, UserKey user, ScheduledId id)
      throws SQLException {
    var select = statements.get(SELECT + ONE);
    set(select, 1, user, id);
    try (var rows = select.executeQuery()) {
      return rows.next() ? scheduled(rows) : null;
    }
  }

  /// Whether it is still as it was read.
  static boolean isThere(Statements statements, UserKey user, Due due) throws SQLException {
    var found = find(statements, user, due.id());
    return found != null && found.revision() == due.revision();
  }

  static List<Scheduled> list(Statements statements, UserKey user, int limit, @Nullable Place after)
      throws SQLException {
    var select = statements.get(SELECT + " where tenant_id = ? and user_id = ?" + AFTER);
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    setPlace(select, 3, after);
    select.setInt(5, limit);
    return all(select);
  }

  static List<Scheduled> due(Statements statements, Instant now, int limit, @Nullable Place after)
      throws SQLException {
    // Those of suspended users wait until they are let in again.
    var select =
        statements.get(
            SELECT
                + " where failure is null and send_at <= ?"
                + " and not exists (select 1 from suspensions"
                + " where suspensions.tenant_id = scheduled.tenant_id"
                + " and suspensions.user_id = scheduled.user_id)"
                + AFTER);
    select.setLong(1, now.toEpochMilli());
    setPlace(select, 2, after);
    select.setInt(4, limit);
    return all(select);
  }

  /// Of a user, at most a few hundred in all.
  static long pending(Statements statements, UserKey user) throws SQLException {
    var select =
        statements.get(
            "select count(*) from scheduled where tenant_id = ? and user_id = ?"
                + " and failure is null");
    select.setString(1, user.tenant().value());
    select.setString(2, user.user().value());
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// In place of the one of this id.
  static void put(Statements statements, Scheduled it) throws SQLException {
    var upsert =
        statements.get(
            "insert into scheduled (tenant_id, user_id, scheduled_id, revision, conversation_id,"
                + " text, thread, extras, expires_in_ms, send_at, created_at, failure)"
                + " values (?,?,?,?,?,?,?,?,?,?,?,?)"
                + " on conflict (tenant_id, user_id, scheduled_id) do update"
                + " set revision = excluded.revision, text = excluded.text,"
                + " send_at = excluded.send_at, failure = excluded.failure");
    set(upsert, 1, it.sender(), it.id());
    upsert.setLong(4, it.revision());
    upsert.setString(5, it.conversation().value());
    upsert.setString(6, it.text());
    var thread = it.content().thread();
    Rows.setLong(upsert, 7, thread == null ? null : thread.value());
    upsert.setString(8, ContentColumns.extras(it.content()));
    var expiresIn = it.expiresIn();
    Rows.setLong(upsert, 9, expiresIn == null ? null : expiresIn.toMillis());
    upsert.setLong(10, it.sendAt().toEpochMilli());
    upsert.setLong(11, it.createdAt().toEpochMilli());
    upsert.setString(12, it.failure() == null ? null : it.failure().wire());
    upsert.executeUpdate();
  }

  static void delete(Statements statements, UserKey user, ScheduledId id) throws SQLException {
    var delete = statements.get("delete from scheduled" + ONE);
    set(delete, 1, user, id);
    delete.executeUpdate();
  }

  /// Of the user's refused ones, all but the newest.
  static void forgetFailed(Statements statements, UserKey user, int keep) throws SQLException {
    var delete =
        statements.get(
            "delete from scheduled where tenant_id = ? and user_id = ? and scheduled_id in"
                + " (select scheduled_id from scheduled where tenant_id = ? and user_id = ?"
                + " and failure is not null order by send_at desc, scheduled_id desc"
                + " limit -1 offset ?)");
    delete.setString(1, user.tenant().value());
    delete.setString(2, user.user().value());
    delete.setString(3, user.tenant().value());
    delete.setString(4, user.user().value());
    delete.setInt(5, keep);
    delete.executeUpdate();
  }

  private static List<Scheduled> all(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Scheduled>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(scheduled(rows));
      }
    }
    return found;
  }

  private static Scheduled scheduled(ResultSet row) throws SQLException {
    return new Scheduled(
        new ScheduledId(row.getString("scheduled_id")),
        row.getLong("revision"),
        new UserKey(new TenantId(row.getString("tenant_id")), new UserId(row.getString("user_id"))),
        new ConversationId(row.getString("conversation_id")),
        row.getString("text"),
        ContentColumns.content(row.getLong("thread"), row.getString("extras")),
        expiresIn(row),
        Rows.time(row, "send_at"),
        Rows.time(row, "created_at"),
        failure(row.getString("failure")));
  }

  private static @Nullable ErrorCode failure(@Nullable String stored) {
    return stored == null ? null : ErrorCode.valueOf(stored.toUpperCase(Locale.ROOT));
  }

  private static @Nullable Duration expiresIn(ResultSet row) throws SQLException {
    var millis = row.getLong("expires_in_ms");
    return row.wasNull() ? null : Duration.ofMillis(millis);
  }

  private static void setPlace(PreparedStatement statement, int index, @Nullable Place place)
      throws SQLException {
    statement.setLong(index, place == null ? Long.MIN_VALUE : place.sendAt().toEpochMilli());
    statement.setString(index + 1, place == null ? "" : place.id().value());
  }

  private static void set(PreparedStatement statement, int index, UserKey user, ScheduledId id)
      throws SQLException {
    statement.setString(index, user.tenant().value());
    statement.setString(index + 1, user.user().value());
    statement.setString(index + 2, id.value());
  }
}
