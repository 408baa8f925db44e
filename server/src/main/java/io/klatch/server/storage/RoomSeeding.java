package io.klatch.server.storage;

import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.NewRoom;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomCrowd;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomOrder;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes rooms within the writer's transaction, each with its conversation.
final class RoomSeeding {
  /// Who has made what nobody has made.
  static final UserId NOBODY = new UserId("klatch");

  private RoomSeeding() {}

  /// Makes those that are missing, by their names, and changes the others that are not as they are
  /// to be.
  static boolean seed(Batch batch, TenantId tenant, List<NewRoom> rooms) throws SQLException {
    for (var room : rooms) {
      if (!exists(batch.statements(), tenant, room.name())) {
        var _ = insert(batch, room, null);
      } else {
        update(batch.statements(), room);
      }
    }
    return true;
  }

  /// @param owner null for one of the configuration
  static Room insert(Batch batch, NewRoom it, @Nullable UserId owner) throws SQLException {
    var id = new RoomId(last(batch.statements(), it.tenant()) + 1);
    var key = new RoomKey(it.tenant(), id);
    var insert =
        batch
            .statements()
            .get(
                "insert into rooms (tenant_id, room_id, name, description, seed, capacity,"
                    + " publishers_max, conversation_id, owner_id, created_at, expires_at)"
                    + " values (?,?,?,?,?,?,?,?,?,?,?)");
    RoomRows.set(insert, key);
    insert.setString(3, it.name());
    insert.setString(4, it.description());
    insert.setString(5, owner == null ? it.name() : null);
    insert.setInt(6, it.terms().capacity());
    insert.setInt(7, it.terms().publishersMax());
    insert.setString(8, it.conversation().value());
    insert.setString(9, owner == null ? null : owner.value());
    insert.setLong(10, it.createdAt().toEpochMilli());
    var expiresAt = it.expiresAt();
    insert.setObject(11, expiresAt == null ? null : expiresAt.toEpochMilli());
    insert.executeUpdate();
    if (owner != null) {
      RoomRows.setRole(batch.statements(), key, owner, Role.OWNER);
    }
    var _ =
        JdbcConversationStore.open(
            batch,
            new NewConversation(
                it.tenant(),
                it.conversation(),
                ConversationType.ROOM,
                it.name(),
                List.of(),
                owner == null ? NOBODY : owner,
                it.createdAt()));
    return new Room(
        key,
        it.name(),
        it.description(),
        it.terms(),
        RoomCrowd.NONE,
        it.conversation(),
        owner,
        it.createdAt(),
        expiresAt,
        null,
        RoomOrder.FREE);
  }

  /// Whether so many rooms are open: of the tenant, or with `owner` of that user.
  static boolean has(Statements statements, TenantId tenant, @Nullable UserId owner, int rooms)
      throws SQLException {
    var select =
        statements.get(
            "select 1 from rooms where tenant_id = ? and closed_at is null"
                + (owner == null ? "" : " and owner_id = ?")
                + " limit 1 offset ?");
    select.setString(1, tenant.value());
    if (owner != null) {
      select.setString(2, owner.value());
    }
    select.setInt(owner == null ? 2 : 3, rooms - 1);
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  private static boolean exists(Statements statements, TenantId tenant, String seed)
      throws SQLException {
    var select = statements.get("select 1 from rooms where tenant_id = ? and seed = ?");
    select.setString(1, tenant.value());
    select.setString(2, seed);
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  private static void update(Statements statements, NewRoom room) throws SQLException {
    var update =
        statements.get(
            "update rooms set description = ?,"
                + " capacity = case when participants > ? then participants else ? end,"
                + " publishers_max = case when publishers > ? then publishers else ? end"
                + " where tenant_id = ? and seed = ?");
    update.setString(1, room.description());
    update.setInt(2, room.terms().capacity());
    update.setInt(3, room.terms().capacity());
    update.setInt(4, room.terms().publishersMax());
    update.setInt(5, room.terms().publishersMax());
    update.setString(6, room.tenant().value());
    update.setString(7, room.name());
    update.executeUpdate();
  }

  private static long last(Statements statements, TenantId tenant) throws SQLException {
    var select =
        statements.get(
            "select room_id from rooms where tenant_id = ? order by room_id desc limit 1");
    select.setString(1, tenant.value());
    try (var rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
