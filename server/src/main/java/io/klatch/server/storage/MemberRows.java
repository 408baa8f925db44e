package io.klatch.server.storage;

import io.klatch.domain.chat.Role;
import io.klatch.domain.event.LogPosition;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The table of members. Who left keeps a row and is no member.
final class MemberRows {
  private MemberRows() {}

  static boolean isMember(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var select =
        statements.get(
            "select 1 from members where tenant_id = ? and conversation_id = ? and user_id = ?"
                + " and left_pos is null");
    set(select, key);
    select.setString(3, user.value());
    try (var rows = select.executeQuery()) {
      return rows.next();
    }
  }

  /// Whether the user may read what is said: members, and in an open room everybody of its tenant
  /// who is not banned.
  static boolean mayRead(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    if (isMember(statements, key, user)) {
      return true;
    }
    var select =
        statements.get(
            "select room_id from rooms where tenant_id = ? and conversation_id = ?"
                + " and closed_at is null");
    set(select, key);
    RoomKey room;
    try (var rows = select.executeQuery()) {
      if (!rows.next()) {
        return false;
      }
      room = new RoomKey(key.tenant(), new RoomId(rows.getLong(1)));
    }
    return !SanctionRows.isBanned(statements, room, user, statements.now());
  }

  /// Whether the user may take away what others say.
  static boolean moderates(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var role = StandingRows.role(statements, key, user);
    return role != null && role.isAtLeast(Role.MODERATOR);
  }

  /// Whether the user may pin for all: in a broadcast conversation, who moderates.
  static boolean mayPin(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var select =
        statements.get(
            "select 1 from conversations where tenant_id = ? and conversation_id = ?"
                + " and type = 'broadcast'");
    set(select, key);
    try (var rows = select.executeQuery()) {
      if (!rows.next()) {
        return true;
      }
    }
    return moderates(statements, key, user);
  }

  /// Whether the user may call all members at once: each of the two of a direct conversation, and
  /// who moderates.
  static boolean mayCallAll(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var select =
        statements.get(
            "select 1 from conversations where tenant_id = ? and conversation_id = ?"
                + " and type = 'direct'");
    set(select, key);
    try (var rows = select.executeQuery()) {
      if (rows.next()) {
        return true;
      }
    }
    return moderates(statements, key, user);
  }

  /// Sorted; empty when the conversation is unknown.
  static List<UserId> all(Statements statements, ConversationKey key) throws SQLException {
    var select =
        statements.get(
            "select user_id from members where tenant_id = ? and conversation_id = ?"
                + " and left_pos is null order by user_id");
    set(select, key);
    var members = new ArrayList<UserId>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        members.add(new UserId(rows.getString(1)));
      }
    }
    return members;
  }

  /// Who is told of what is at that place of the log. A row knows its user's last stay; who has
  /// left behind that place and come again since, had another one before.
  static Set<UserId> at(Statements statements, ConversationKey key, LogPosition position)
      throws SQLException {
    var select =
        statements.get(
            "select user_id from members where tenant_id = ? and conversation_id = ?"
                + " and joined_pos <= ? and (left_pos is null or left_pos >= ?)"
                + " union select c.concerned_id from changes c"
                + " where c.tenant_id = ? and c.conversation_id = ? and c.audience = ''"
                + " and c.pos >= ? and c.kind = '"
                + ChangeColumns.MEMBER_REMOVED
                + "' and not exists (select 1 from changes b"
                + " where b.tenant_id = c.tenant_id and b.conversation_id = c.conversation_id"
                + " and b.audience = '' and b.pos > ? and b.pos < c.pos and b.kind = '"
                + ChangeColumns.MEMBER_ADDED
                + "' and b.concerned_id = c.concerned_id)");
    set(select, key);
    select.setLong(3, position.value());
    select.setLong(4, position.value());
    select.setString(5, key.tenant().value());
    select.setString(6, key.conversation().value());
    select.setLong(7, position.value());
    select.setLong(8, position.value());
    var members = new HashSet<UserId>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        members.add(new UserId(rows.getString(1)));
      }
    }
    return members;
  }

  /// Makes a member of one who is not, or who left.
  static void join(Statements statements, ConversationKey key, UserId user, LogPosition from)
      throws SQLException {
    var insert =
        statements.get(
            "insert into members (tenant_id, conversation_id, user_id, joined_pos)"
                + " values (?,?,?,?) on conflict (tenant_id, conversation_id, user_id)"
                + " do update set joined_pos = excluded.joined_pos, left_pos = null,"
                + " left_seq = null, role = 'member', archived = false, pinned = false,"
                + " muted_until = null");
    set(insert, key);
    insert.setString(3, user.value());
    insert.setLong(4, from.value());
    insert.executeUpdate();
  }

  static void leave(Statements statements, ConversationKey key, UserId user, LogPosition last)
      throws SQLException {
    var update =
        statements.get(
            "update members set left_pos = ?, left_seq = (select c.last_seq from conversations c"
                + " where c.tenant_id = members.tenant_id"
                + " and c.conversation_id = members.conversation_id)"
                + " where tenant_id = ? and conversation_id = ? and user_id = ?");
    update.setLong(1, last.value());
    update.setString(2, key.tenant().value());
    update.setString(3, key.conversation().value());
    update.setString(4, user.value());
    update.executeUpdate();
    DraftRows.delete(statements, key, user);
  }

  private static void set(PreparedStatement statement, ConversationKey key) throws SQLException {
    statement.setString(1, key.tenant().value());
    statement.setString(2, key.conversation().value());
  }
}
