package io.klatch.server.storage;

import io.klatch.domain.chat.MemberPage;
import io.klatch.domain.chat.MemberStanding;
import io.klatch.domain.chat.MemberStanding.Settings;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What members may do and how they keep their conversations: the other columns of the table of
/// members. Who left has none of it.
final class StandingRows {
  private static final String WHERE =
      " where tenant_id = ? and conversation_id = ? and user_id = ? and left_pos is null";

  private StandingRows() {}

  /// Null when the user is not in it
  static @Nullable MemberStanding find(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var select = statements.get("select role, archived, pinned, muted_until from members" + WHERE);
    set(select, 1, key, user);
    try (var rows = select.executeQuery()) {
      return rows.next() ? standing(rows) : null;
    }
  }

  static @Nullable Role role(Statements statements, ConversationKey key, UserId user)
      throws SQLException {
    var standing = find(statements, key, user);
    return standing == null ? null : standing.role();
  }

  static void setRole(Statements statements, ConversationKey key, UserId user, Role role)
      throws SQLException {
    var update = statements.get("update members set role = ?" + WHERE);
    update.setString(1, role.wire());
    set(update, 2, key, user);
    update.executeUpdate();
  }

  static void setSettings(
      Statements statements, ConversationKey key, UserId user, Settings settings)
      throws SQLException {
    var update =
        statements.get("update members set archived = ?, pinned = ?, muted_until = ?" + WHERE);
    update.setBoolean(1, settings.archived());
    update.setBoolean(2, settings.pinned());
    Rows.setTime(update, 3, settings.mutedUntil());
    set(update, 4, key, user);
    update.executeUpdate();
  }

  /// Who is to own the conversation when no owner is left: of the highest role, who has been in
  /// longest. Null when there is an owner, or nobody.
  static @Nullable UserId heir(Statements statements, ConversationKey key) throws SQLException {
    var select =
        statements.get(
            "select user_id, role from members where tenant_id = ? and conversation_id = ?"
                + " and left_pos is null order by case role when 'owner' then 0 when 'admin' then 1"
                + " when 'moderator' then 2 else 3 end, joined_pos, user_id limit 1");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    try (var rows = select.executeQuery()) {
      return rows.next() && Rows.role(rows.getString("role")) != Role.OWNER
          ? new UserId(rows.getString("user_id"))
          : null;
    }
  }

  /// One row more than `limit` says whether there is more.
  static MemberPage page(
      Statements statements, ConversationKey key, @Nullable UserId after, int limit)
      throws SQLException {
    var select =
        statements.get(
            "select user_id, role from members where tenant_id = ? and conversation_id = ?"
                + " and user_id > ? and left_pos is null order by user_id limit ?");
    select.setString(1, key.tenant().value());
    select.setString(2, key.conversation().value());
    select.setString(3, after == null ? "" : after.value());
    select.setInt(4, limit + 1);
    var found = new ArrayList<MemberPage.Member>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new MemberPage.Member(
                new UserId(rows.getString("user_id")), Rows.role(rows.getString("role"))));
      }
    }
    var hasMore = found.size() > limit;
    return new MemberPage(hasMore ? found.subList(0, limit) : found, hasMore);
  }

  /// How the user stands in each of the conversations they are in.
  static Map<ConversationId, MemberStanding> of(
      Statements statements, UserKey user, List<ConversationId> conversations) throws SQLException {
    var found = new HashMap<ConversationId, MemberStanding>();
    for (var id : conversations) {
      var standing = find(statements, new ConversationKey(user.tenant(), id), user.user());
      if (standing != null) {
        found.put(id, standing);
      }
    }
    return found;
  }

  static MemberStanding standing(ResultSet row) throws SQLException {
    var role = Rows.role(row.getString("role"));
    var archived = row.getBoolean("archived");
    var pinned = row.getBoolean("pinned");
    var until = row.getLong("muted_until");
    var muted = !row.wasNull();
    return new MemberStanding(
        role, new Settings(archived, pinned, muted ? Instant.ofEpochMilli(until) : null));
  }

  private static void set(PreparedStatement statement, int index, ConversationKey key, UserId user)
      throws SQLException {
    statement.setString(index, key.tenant().value());
    statement.setString(index + 1, key.conversation().value());
    statement.setString(index + 2, user.value());
  }
}
