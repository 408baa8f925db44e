package io.klatch.server.storage;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.Participant;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomActivity;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomCrowd;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomOrder;
import io.klatch.domain.room.RoomSeat;
import io.klatch.domain.room.RoomTerms;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rooms, participants and what happened. Used by readers and by the writer, each on its own
/// connection.
final class RoomRows {
  private static final String ROOM =
      "select tenant_id, room_id, name, description, capacity, publishers_max, participants,"
          + " publishers, peak, conversation_id, owner_id, spotlight, created_at, expires_at,"
          + " slow_mode_seconds, locked from rooms where closed_at is null";
  private static final String PARTICIPANT =
      "select p.user_id, p.name, p.role, p.mode, p.joined_at, s.actor_role as mute_role,"
          + " s.expires_at as muted_until from room_participants p left join room_sanctions s"
          + " on s.tenant_id = p.tenant_id and s.room_id = p.room_id and s.user_id = p.user_id"
          + " and s.kind = 'mute' where p.tenant_id = ? and p.room_id = ? and p.left_at is null";

  private RoomRows() {}

  static @Nullable Room find(Statements statements, RoomKey key) throws SQLException {
    var select = statements.get(ROOM + " and tenant_id = ? and room_id = ?");
    set(select, key);
    var found = rooms(select);
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<Room> list(Statements statements, TenantId tenant, int limit, @Nullable RoomId after)
      throws SQLException {
    var select =
        statements.get(ROOM + " and tenant_id = ? and room_id > ? order by room_id limit ?");
    select.setString(1, tenant.value());
    select.setLong(2, after == null ? 0 : after.value());
    select.setInt(3, limit);
    return rooms(select);
  }

  /// Of all tenants.
  static List<Room> expired(Statements statements, Instant now, int max) throws SQLException {
    var select = statements.get(ROOM + " and expires_at <= ? order by expires_at limit ?");
    select.setLong(1, now.toEpochMilli());
    select.setInt(2, max);
    return rooms(select);
  }

  static @Nullable Participant participant(Statements statements, RoomKey key, UserId user)
      throws SQLException {
    var select = statements.get(PARTICIPANT + " and p.user_id = ?");
    set(select, key);
    select.setString(3, user.value());
    var found = participants(select, statements.now());
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<Participant> participants(
      Statements statements, RoomKey key, int limit, @Nullable UserId after) throws SQLException {
    var select = statements.get(PARTICIPANT + " and p.user_id > ? order by p.user_id limit ?");
    set(select, key);
    select.setString(3, after == null ? "" : after.value());
    select.setInt(4, limit);
    return participants(select, statements.now());
  }

  /// What the user is in the room by its own account.
  static Role role(Statements statements, RoomKey key, UserId user) throws SQLException {
    var select =
        statements.get(
            "select role from room_roles where tenant_id = ? and room_id = ? and user_id = ?");
    set(select, key);
    select.setString(3, user.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? Rows.role(rows.getString(1)) : Role.MEMBER;
    }
  }

  static void setRole(Statements statements, RoomKey key, UserId user, Role role)
      throws SQLException {
    var upsert =
        statements.get(
            "insert into room_roles (tenant_id, room_id, user_id, role) values (?,?,?,?)"
                + " on conflict (tenant_id, room_id, user_id) do update set role = excluded.role");
    set(upsert, key);
    upsert.setString(3, user.value());
    upsert.setString(4, role.wire());
    upsert.executeUpdate();
  }

  /// What others saw of the user when they were last in.
  static String name(Statements statements, RoomKey key, UserId user) throws SQLException {
    var select =
        statements.get(
            "select name from room_participants where tenant_id = ? and room_id = ?"
                + " and user_id = ?");
    set(select, key);
    select.setString(3, user.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? rows.getString(1) : RoomActor.NAMELESS;
    }
  }

  static void insert(Statements statements, RoomKey key, RoomEvent event) throws SQLException {
    var insert =
        statements.get(
            "insert into room_events (tenant_id, room_id, event_no, kind, actor_id, target_id,"
                + " name, reason, created_at, expires_at, request_id, detail)"
                + " values (?,?,?,?,?,?,?,?,?,?,?,?)");
    var target = event.target();
    var expiresAt = event.expiresAt();
    set(insert, key);
    insert.setLong(3, event.number());
    insert.setString(4, event.kind().wire());
    insert.setString(5, event.actor().value());
    insert.setString(6, target == null ? null : target.value());
    insert.setString(7, event.name());
    insert.setString(8, event.reason());
    insert.setLong(9, event.at().toEpochMilli());
    insert.setObject(10, expiresAt == null ? null : expiresAt.toEpochMilli());
    insert.setString(11, event.requestId());
    insert.setString(12, event.detail());
    insert.executeUpdate();
  }

  static List<RoomEvent> events(Statements statements, RoomKey key, int limit, long before)
      throws SQLException {
    var select =
        statements.get(
            "select event_no, kind, actor_id, target_id, name, reason, created_at, expires_at,"
                + " request_id, detail from room_events where tenant_id = ? and room_id = ? and event_no < ?"
                + " order by event_no desc limit ?");
    set(select, key);
    select.setLong(3, before);
    select.setInt(4, limit);
    var events = new ArrayList<RoomEvent>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        events.add(event(rows));
      }
    }
    return events;
  }

  /// Looks at no more rows than it counts at most: numbers rise, so the newest are the last.
  static RoomActivity activity(Statements statements, Room room, Instant since)
      throws SQLException {
    var messages =
        statements.get(
            "select count(*) from messages m where m.tenant_id = ? and m.conversation_id = ?"
                + " and m.seq > (select c.last_seq from conversations c"
                + " where c.tenant_id = m.tenant_id and c.conversation_id = m.conversation_id) - ?"
                + " and m.created_at >= ?");
    messages.setString(1, room.key().tenant().value());
    messages.setString(2, room.conversation().value());
    messages.setInt(3, RoomActivity.COUNTED_MAX);
    messages.setLong(4, since.toEpochMilli());
    var joins =
        statements.get(
            "select count(*) from room_events e where e.tenant_id = ? and e.room_id = ?"
                + " and e.event_no > (select r.events from rooms r"
                + " where r.tenant_id = e.tenant_id and r.room_id = e.room_id) - ?"
                + " and e.kind = 'join' and e.created_at >= ?");
    set(joins, room.key());
    joins.setInt(3, RoomActivity.COUNTED_MAX);
    joins.setLong(4, since.toEpochMilli());
    return new RoomActivity(room, number(messages), number(joins));
  }

  private static int number(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  static List<RoomSeat> seats(Statements statements, int limit, @Nullable RoomSeat after)
      throws SQLException {
    var select =
        statements.get(
            "select tenant_id, room_id, user_id from room_participants where left_at is null"
                + " and (tenant_id, room_id, user_id) > (?, ?, ?)"
                + " order by tenant_id, room_id, user_id limit ?");
    select.setString(1, after == null ? "" : after.room().tenant().value());
    select.setLong(2, after == null ? 0 : after.room().room().value());
    select.setString(3, after == null ? "" : after.user().value());
    select.setInt(4, limit);
    var seats = new ArrayList<RoomSeat>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        seats.add(new RoomSeat(key(rows), new UserId(rows.getString("user_id"))));
      }
    }
    return seats;
  }

  /// Open rooms of the tenant in which the user has a seat, at most so many.
  static List<RoomKey> seatsOf(Statements statements, TenantId tenant, UserId user, int max)
      throws SQLException {
    var select =
        statements.get(
            "select p.tenant_id, p.room_id from rooms r cross join room_participants p"
                + " where r.tenant_id = ? and r.closed_at is null and p.tenant_id = r.tenant_id"
                + " and p.room_id = r.room_id and p.user_id = ? and p.left_at is null limit ?");
    select.setString(1, tenant.value());
    select.setString(2, user.value());
    select.setInt(3, max);
    var rooms = new ArrayList<RoomKey>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        rooms.add(key(rows));
      }
    }
    return rooms;
  }

  static void set(PreparedStatement statement, RoomKey key) throws SQLException {
    statement.setString(1, key.tenant().value());
    statement.setLong(2, key.room().value());
  }

  private static List<Room> rooms(PreparedStatement select) throws SQLException {
    var rooms = new ArrayList<Room>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        rooms.add(room(rows));
      }
    }
    return rooms;
  }

  private static List<Participant> participants(PreparedStatement select, Instant now)
      throws SQLException {
    var participants = new ArrayList<Participant>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        participants.add(participant(rows, now));
      }
    }
    return participants;
  }

  private static Room room(ResultSet row) throws SQLException {
    return new Room(
        key(row),
        row.getString("name"),
        row.getString("description"),
        new RoomTerms(row.getInt("capacity"), row.getInt("publishers_max")),
        new RoomCrowd(row.getInt("participants"), row.getInt("publishers"), row.getInt("peak")),
        new ConversationId(row.getString("conversation_id")),
        user(row, "owner_id"),
        Rows.time(row, "created_at"),
        row.getObject("expires_at") == null ? null : Rows.time(row, "expires_at"),
        user(row, "spotlight"),
        new RoomOrder(row.getInt("slow_mode_seconds"), row.getBoolean("locked")));
  }

  private static Participant participant(ResultSet row, Instant now) throws SQLException {
    var mode = RoomMode.parse(row.getString("mode"));
    if (mode == null) {
      throw new SQLException("no such mode: " + row.getString("mode"));
    }
    return new Participant(
        new UserId(row.getString("user_id")),
        row.getString("name"),
        Rows.role(row.getString("role")),
        mode,
        Rows.time(row, "joined_at"),
        mute(row, now));
  }

  /// Null when there is none that counts
  private static Restraint.@Nullable Muted mute(ResultSet row, Instant now) throws SQLException {
    var imposed = row.getString("mute_role");
    var until = row.getObject("muted_until") == null ? null : Rows.time(row, "muted_until");
    return imposed == null
            || (until != null && !until.isAfter(now))
            || !Rows.role(imposed).mayRemove(Rows.role(row.getString("role")))
        ? null
        : new Restraint.Muted(until);
  }

  static RoomEvent event(ResultSet row) throws SQLException {
    return new RoomEvent(
        row.getLong("event_no"),
        kind(row.getString("kind")),
        new UserId(row.getString("actor_id")),
        user(row, "target_id"),
        row.getString("name"),
        row.getString("reason"),
        Rows.time(row, "created_at"),
        row.getObject("expires_at") == null ? null : Rows.time(row, "expires_at"),
        row.getString("request_id"),
        row.getString("detail"));
  }

  private static RoomEvent.Kind kind(String stored) throws SQLException {
    for (var kind : RoomEvent.Kind.values()) {
      if (kind.wire().equals(stored)) {
        return kind;
      }
    }
    throw new SQLException("no such event of a room: " + stored);
  }

  private static RoomKey key(ResultSet row) throws SQLException {
    return new RoomKey(
        new TenantId(row.getString("tenant_id")), new RoomId(row.getLong("room_id")));
  }

  private static @Nullable UserId user(ResultSet row, String column) throws SQLException {
    var id = row.getString(column);
    return id == null ? null : new UserId(id);
  }
}
