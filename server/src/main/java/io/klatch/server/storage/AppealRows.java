package io.klatch.server.storage;

import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.review.Appeal;
import io.klatch.domain.review.Appeal.Against;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.Sanction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of appeals, and what they can be against.
final class AppealRows {
  static final String SELECT =
      "select appeal_id, room_id, user_id, against, all_rooms, text, created_at, state, resolver,"
          + " note, reviewed_at from appeals where tenant_id = ?";

  private AppealRows() {}

  /// What is imposed on a user.
  ///
  /// @param allRooms in every room of the tenant
  record Imposed(Against against, boolean allRooms) {}

  /// The ban if one holds, or else the mute. Null when nothing is imposed, or they are not to know.
  static @Nullable Imposed imposed(Statements statements, RoomKey room, UserId user, Instant now)
      throws SQLException {
    var role = RoomRows.role(statements, room, user);
    for (var kind : List.of(Sanction.Kind.BAN, Sanction.Kind.MUTE)) {
      var sanction = SanctionRows.holding(statements, room, user, role, kind, now);
      if (sanction != null) {
        return new Imposed(against(kind.wire()), sanction.allRooms());
      }
    }
    return null;
  }

  /// The user's appeal that waits for that room; null when none does.
  static @Nullable String waiting(Statements statements, RoomKey room, UserId user)
      throws SQLException {
    var select =
        statements.get(
            "select appeal_id from appeals where tenant_id = ? and room_id = ? and user_id = ?"
                + " and state in ('open', 'in_review')");
    RoomRows.set(select, room);
    select.setString(3, user.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  static void insert(Statements statements, TenantId tenant, Appeal appeal) throws SQLException {
    var insert =
        statements.get(
            "insert into appeals (tenant_id, appeal_id, room_id, user_id, against, all_rooms, text,"
                + " created_at, state) values (?,?,?,?,?,?,?,?,?)");
    insert.setString(1, tenant.value());
    insert.setString(2, appeal.id());
    insert.setLong(3, appeal.room().value());
    insert.setString(4, appeal.user().value());
    insert.setString(5, appeal.against().wire());
    insert.setBoolean(6, appeal.allRooms());
    insert.setString(7, appeal.text());
    insert.setLong(8, appeal.createdAt().toEpochMilli());
    insert.setString(9, appeal.review().state().wire());
    insert.executeUpdate();
  }

  static @Nullable Appeal find(Statements statements, TenantId tenant, String id)
      throws SQLException {
    var select = statements.get(SELECT + " and appeal_id = ?");
    select.setString(1, tenant.value());
    select.setString(2, id);
    var found = all(select);
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<Appeal> all(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Appeal>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Appeal(
                rows.getString("appeal_id"),
                new RoomId(rows.getLong("room_id")),
                new UserId(rows.getString("user_id")),
                against(rows.getString("against")),
                rows.getBoolean("all_rooms"),
                rows.getString("text"),
                Rows.time(rows, "created_at"),
                ReviewColumns.of(rows)));
      }
    }
    return found;
  }

  private static Against against(String stored) throws SQLException {
    for (var against : Against.values()) {
      if (against.wire().equals(stored)) {
        return against;
      }
    }
    throw new SQLException("nothing to appeal against: " + stored);
  }
}
