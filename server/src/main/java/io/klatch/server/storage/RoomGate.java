package io.klatch.server.storage;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.ConversationKey;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomOrder;
import io.klatch.domain.room.Sanction;
import io.klatch.domain.room.Sanction.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one user may say in a room at one moment, as the transaction or the reader has found it:
/// one look-up. Nothing of it is kept beyond that, so a ban holds from its commit on.
final class RoomGate {
  private static final String LOOK =
      "select r.room_id as of_room, r.slow_mode_seconds, r.locked, s.room_id, s.user_id, s.kind,"
          + " s.actor_id, s.actor_role, s.reason, s.created_at, s.expires_at"
          + " from rooms r left join room_sanctions s on s.tenant_id = r.tenant_id"
          + " and s.room_id in (r.room_id, 0) and s.user_id = ?"
          + " where r.tenant_id = ? and r.conversation_id = ?";

  /// Whose messages are within the time of slow mode: few, since it is on.
  private static final String LATEST =
      "select sender_id, created_at from messages where tenant_id = ? and conversation_id = ?"
          + " order by seq desc";

  private final ConversationKey conversation;
  private final UserId user;
  private final Role role;
  private final RoomOrder order;
  private final List<Sanction> sanctions;
  private final Instant now;

  private RoomGate(
      ConversationKey conversation,
      UserId user,
      Role role,
      RoomOrder order,
      List<Sanction> sanctions,
      Instant now) {
    this.conversation = conversation;
    this.user = user;
    this.role = role;
    this.order = order;
    this.sanctions = sanctions;
    this.now = now;
  }

  /// Null when the conversation is no room's.
  ///
  /// @param role of the user in the conversation; null for who is not in it
  static @Nullable RoomGate find(
      Statements statements,
      ConversationKey conversation,
      UserId user,
      @Nullable Role role,
      Instant now)
      throws SQLException {
    var select = statements.get(LOOK);
    select.setString(1, user.value());
    select.setString(2, conversation.tenant().value());
    select.setString(3, conversation.conversation().value());
    RoomKey room = null;
    var order = RoomOrder.FREE;
    var sanctions = new ArrayList<Sanction>(2);
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        room = new RoomKey(conversation.tenant(), new RoomId(rows.getLong("of_room")));
        order = new RoomOrder(rows.getInt("slow_mode_seconds"), rows.getBoolean("locked"));
        if (rows.getString("kind") != null) {
          sanctions.add(SanctionRows.sanction(rows));
        }
      }
    }
    if (room == null) {
      return null;
    }
    var own = role == null ? RoomRows.role(statements, room, user) : role;
    return new RoomGate(conversation, user, own, order, sanctions, now);
  }

  boolean isModerator() {
    return role.isAtLeast(Role.MODERATOR);
  }

  /// Null when they are not banned.
  Restraint.@Nullable Banned ban() {
    var ban = holding(Kind.BAN);
    return ban == null ? null : new Restraint.Banned(ban.expiresAt());
  }

  /// Whether what they say is shown to them alone.
  boolean isShadowed() {
    return holding(Kind.SHADOW) != null;
  }

  /// Why they may not say anything; null when they may, if not too often.
  @Nullable Restraint restraint() {
    var ban = ban();
    if (ban != null) {
      return ban;
    }
    var mute = holding(Kind.MUTE);
    if (mute != null) {
      return new Restraint.Muted(mute.expiresAt());
    }
    return order.locked() && !isModerator() ? new Restraint.Locked() : null;
  }

  /// How long they still have to wait in slow mode; zero when they have not.
  ///
  /// @param spoke when they last did so within this transaction; null when they did not
  Duration wait(Statements statements, @Nullable Instant spoke) throws SQLException {
    if (order.slowModeSeconds() == 0 || isModerator()) {
      return Duration.ZERO;
    }
    var pause = Duration.ofSeconds(order.slowModeSeconds());
    var last = spoke == null ? lastSpoke(statements, now.minus(pause)) : spoke;
    if (last == null) {
      return Duration.ZERO;
    }
    var wait = Duration.between(now, last.plus(pause));
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private @Nullable Instant lastSpoke(Statements statements, Instant since) throws SQLException {
    var select = statements.get(LATEST);
    select.setString(1, conversation.tenant().value());
    select.setString(2, conversation.conversation().value());
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        var at = Rows.time(rows, "created_at");
        if (!at.isAfter(since)) {
          return null;
        }
        if (rows.getString("sender_id").equals(user.value())) {
          return at;
        }
      }
    }
    return null;
  }

  private @Nullable Sanction holding(Kind kind) {
    return sanctions.isEmpty() ? null : SanctionRows.longest(sanctions, role, kind, now);
  }
}
