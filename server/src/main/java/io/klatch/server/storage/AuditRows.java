package io.klatch.server.storage;

import io.klatch.domain.audit.AuditEntry;
import io.klatch.domain.audit.AuditFilter;
import io.klatch.domain.audit.AuditPlace;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomEvent.Kind;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what happened in rooms, in the order of time. Each filter has an index in that order, so a
/// page costs what it shows and what other filters leave out of it.
final class AuditRows {
  private static final String SELECT =
      "select room_id, event_no, kind, actor_id, target_id, name, reason, created_at, expires_at,"
          + " request_id, detail from room_events where tenant_id = ?";
  private static final String PAGE =
      " and created_at >= ? and (created_at, room_id, event_no) < (?, ?, ?)"
          + " order by created_at desc, room_id desc, event_no desc limit ?";

  /// The condition of the index by kind, in its very words.
  private static final String RARE = " and kind not in ('join', 'leave')";

  private static final AuditPlace END =
      new AuditPlace(Instant.ofEpochMilli(Long.MAX_VALUE), new RoomId(1), 0);

  private AuditRows() {}

  static List<AuditEntry> page(
      Statements statements,
      TenantId tenant,
      AuditFilter filter,
      int limit,
      @Nullable AuditPlace before)
      throws SQLException {
    var select = statements.get(SELECT + conditions(filter) + PAGE);
    var next = 1;
    select.setString(next++, tenant.value());
    for (var value : values(filter)) {
      select.setObject(next++, value);
    }
    var from = filter.from();
    select.setLong(next++, from == null ? Long.MIN_VALUE : from.toEpochMilli());
    var end = end(filter, before);
    select.setLong(next++, end.at().toEpochMilli());
    select.setLong(next++, end.room().value());
    select.setLong(next++, end.number());
    select.setInt(next, limit);
    var found = new ArrayList<AuditEntry>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new AuditEntry(new RoomId(rows.getLong("room_id")), RoomRows.event(rows)));
      }
    }
    return found;
  }

  static @Nullable AuditPlace place(Statements statements, RoomKey key, long number)
      throws SQLException {
    var select =
        statements.get(
            "select created_at from room_events"
                + " where tenant_id = ? and room_id = ? and event_no = ?");
    RoomRows.set(select, key);
    select.setLong(3, number);
    try (var rows = select.executeQuery()) {
      return rows.next() ? new AuditPlace(Rows.time(rows, "created_at"), key.room(), number) : null;
    }
  }

  static boolean exists(Statements statements, RoomKey key) throws SQLException {
    var select = statements.get("select 1 from rooms where tenant_id = ? and room_id = ?");
    RoomRows.set(select, key);
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  private static String conditions(AuditFilter filter) {
    return room(filter)
        + (filter.actor() == null ? "" : " and actor_id = ?")
        + (filter.target() == null ? "" : " and target_id = ?")
        + (filter.event() == null ? "" : " and kind = ?")
        + (isRare(filter.event()) ? RARE : "");
  }

  /// With a sign in front it is no reason to take the index by room: a user has done less than
  /// there was in a room, and so have moderators.
  private static String room(AuditFilter filter) {
    if (filter.room() == null) {
      return "";
    }
    var narrow = filter.actor() != null || filter.target() != null || isRare(filter.event());
    return narrow ? " and +room_id = ?" : " and room_id = ?";
  }

  /// Of [#conditions], in their order.
  private static List<Object> values(AuditFilter filter) {
    var values = new ArrayList<>();
    RoomId room = filter.room();
    if (room != null) {
      values.add(room.value());
    }
    for (UserId user : new UserId[] {filter.actor(), filter.target()}) {
      if (user != null) {
        values.add(user.value());
      }
    }
    Kind event = filter.event();
    if (event != null) {
      values.add(event.wire());
    }
    return values;
  }

  private static boolean isRare(@Nullable Kind kind) {
    return kind != null && kind != Kind.JOIN && kind != Kind.LEAVE;
  }

  /// What comes first of the page's place and the filter's end.
  private static AuditPlace end(AuditFilter filter, @Nullable AuditPlace before) {
    var to = filter.to();
    var end = to == null ? END : new AuditPlace(to, END.room(), END.number());
    return before == null || before.at().isAfter(end.at()) || before.at().equals(to) ? end : before;
  }
}
