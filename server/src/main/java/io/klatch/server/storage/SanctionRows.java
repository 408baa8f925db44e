package io.klatch.server.storage;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.Sanction;
import io.klatch.domain.room.Sanction.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of what moderators have imposed.
final class SanctionRows {
  /// Stands for every room of the tenant; no room has that number.
  static final long ALL_ROOMS = 0;

  private static final String COLUMNS =
      "select s.room_id, s.user_id, s.kind, s.actor_id, s.actor_role, s.reason, s.created_at,"
          + " s.expires_at from room_sanctions s where s.tenant_id = ?";

  private SanctionRows() {}

  /// What there is on the user in the room or everywhere, over or not.
  static List<Sanction> of(Statements statements, RoomKey room, UserId user) throws SQLException {
    var select = statements.get(COLUMNS + " and s.room_id in (?, ?) and s.user_id = ?");
    RoomRows.set(select, room);
    select.setLong(3, ALL_ROOMS);
    select.setString(4, user.value());
    return sanctions(select);
  }

  /// What keeps the user, who is that in the room, from it; null when nothing does.
  static @Nullable Sanction holding(
      Statements statements, RoomKey room, UserId user, Role role, Kind kind, Instant now)
      throws SQLException {
    return longest(of(statements, room, user), role, kind, now);
  }

  /// Of those that hold, the one that ends last; null when none does.
  static @Nullable Sanction longest(List<Sanction> sanctions, Role role, Kind kind, Instant now) {
    Sanction longest = null;
    for (var each : sanctions) {
      if (each.kind() == kind && each.holds(role, now) && isLonger(each, longest)) {
        longest = each;
      }
    }
    return longest;
  }

  /// Whether the user may not come into the room, nor look into it.
  static boolean isBanned(Statements statements, RoomKey room, UserId user, Instant now)
      throws SQLException {
    var role = RoomRows.role(statements, room, user);
    return holding(statements, room, user, role, Kind.BAN, now) != null;
  }

  /// The room whose conversation it is; null when it is another one's.
  static @Nullable RoomKey room(Statements statements, ConversationKey conversation)
      throws SQLException {
    var select =
        statements.get("select room_id from rooms where tenant_id = ? and conversation_id = ?");
    select.setString(1, conversation.tenant().value());
    select.setString(2, conversation.conversation().value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? new RoomKey(conversation.tenant(), new RoomId(rows.getLong(1))) : null;
    }
  }

  /// Bans in the room and everywhere that are not over: by rising user, the room's own first.
  static List<Sanction> bans(
      Statements statements, RoomKey room, int limit, @Nullable UserId after, Instant now)
      throws SQLException {
    var select =
        statements.get(
            COLUMNS
                + " and s.room_id in (?, ?) and s.kind = 'ban' and s.user_id > ?"
                + " and (s.expires_at is null or s.expires_at > ?)"
                + " order by s.user_id, s.room_id desc limit ?");
    RoomRows.set(select, room);
    select.setLong(3, ALL_ROOMS);
    select.setString(4, after == null ? "" : after.value());
    select.setLong(5, now.toEpochMilli());
    select.setInt(6, 2 * limit);
    var bans = new ArrayList<Sanction>();
    for (var ban : sanctions(select)) {
      var isAnother = bans.isEmpty() || !bans.getLast().user().equals(ban.user());
      if (isAnother && bans.size() < limit) {
        bans.add(ban);
      }
    }
    return bans;
  }

  /// Of all tenants, what is over.
  static List<Placed> over(Statements statements, Instant now, int max) throws SQLException {
    var select =
        statements.get(
            COLUMNS.replace("select ", "select s.tenant_id, ").replace("s.tenant_id = ?", "1 = 1")
                + " and s.expires_at <= ? order by s.expires_at limit ?");
    select.setLong(1, now.toEpochMilli());
    select.setInt(2, max);
    var over = new ArrayList<Placed>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        over.add(new Placed(rows.getString("tenant_id"), rows.getLong("room_id"), sanction(rows)));
      }
    }
    return over;
  }

  /// In the place of an earlier one of its kind.
  static void put(Statements statements, RoomKey room, Sanction it) throws SQLException {
    var insert =
        statements.get(
            "insert into room_sanctions (tenant_id, room_id, user_id, kind, actor_id, actor_role,"
                + " reason, created_at, expires_at) values (?,?,?,?,?,?,?,?,?)"
                + " on conflict (tenant_id, room_id, user_id, kind) do update set"
                + " actor_id = excluded.actor_id, actor_role = excluded.actor_role,"
                + " reason = excluded.reason, created_at = excluded.created_at,"
                + " expires_at = excluded.expires_at");
    insert.setString(1, room.tenant().value());
    insert.setLong(2, it.allRooms() ? ALL_ROOMS : room.room().value());
    insert.setString(3, it.user().value());
    insert.setString(4, it.kind().wire());
    insert.setString(5, it.actor().value());
    insert.setString(6, it.actorRole().wire());
    insert.setString(7, it.reason());
    insert.setLong(8, it.createdAt().toEpochMilli());
    var expiresAt = it.expiresAt();
    insert.setObject(9, expiresAt == null ? null : expiresAt.toEpochMilli());
    insert.executeUpdate();
  }

  /// Whether it was there.
  static boolean delete(Statements statements, String tenant, long room, Sanction it)
      throws SQLException {
    var delete =
        statements.get(
            "delete from room_sanctions where tenant_id = ? and room_id = ? and user_id = ?"
                + " and kind = ? and created_at = ?");
    delete.setString(1, tenant);
    delete.setLong(2, room);
    delete.setString(3, it.user().value());
    delete.setString(4, it.kind().wire());
    delete.setLong(5, it.createdAt().toEpochMilli());
    return delete.executeUpdate() == 1;
  }

  private static List<Sanction> sanctions(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Sanction>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(sanction(rows));
      }
    }
    return found;
  }

  static Sanction sanction(ResultSet row) throws SQLException {
    return new Sanction(
        new UserId(row.getString("user_id")),
        kind(row.getString("kind")),
        new UserId(row.getString("actor_id")),
        Rows.role(row.getString("actor_role")),
        row.getString("reason"),
        Rows.time(row, "created_at"),
        row.getObject("expires_at") == null ? null : Rows.time(row, "expires_at"),
        row.getLong("room_id") == ALL_ROOMS);
  }

  private static Kind kind(String stored) throws SQLException {
    for (var kind : Kind.values()) {
      if (kind.wire().equals(stored)) {
        return kind;
      }
    }
    throw new SQLException("no such sanction: " + stored);
  }

  private static boolean isLonger(Sanction one, @Nullable Sanction other) {
    if (other == null) {
      return true;
    }
    var end = other.expiresAt();
    var own = one.expiresAt();
    return end != null && (own == null || own.isAfter(end));
  }

  /// @param room [#ALL_ROOMS] for all
  record Placed(String tenant, long room, Sanction sanction) {}
}
