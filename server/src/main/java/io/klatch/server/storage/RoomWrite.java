package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.room.Participant;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomCrowd;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomEvent.Kind;
import io.klatch.domain.room.RoomListener;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomNews;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Changes to one room within the writer's transaction: its row, who is in, who is in its
/// conversation, what is kept of it, and whom to tell when it is committed. Confined to the
/// writer's thread.
///
/// Everything is read inside the transaction that writes, and writes come one after the other, so
/// nobody takes a seat that somebody else has.
final class RoomWrite {
  private final Batch batch;
  private final Statements statements;
  private final RoomListener listener;
  private final @Nullable String requestId;

  /// As it is now.
  private Room room;

  /// @param room as the transaction has found it
  /// @param requestId of what asks for it; null where nobody does
  RoomWrite(Batch batch, RoomListener listener, Room room, @Nullable String requestId) {
    this.batch = batch;
    this.requestId = requestId;
    this.statements = batch.statements();
    this.listener = listener;
    this.room = room;
  }

  Room room() {
    return room;
  }

  /// Gives a seat to who has none.
  Participant take(RoomActor actor, Role role, RoomMode mode) throws SQLException {
    var user = actor.user();
    var insert =
        statements.get(
            "insert into room_participants (tenant_id, room_id, user_id, name, role, mode,"
                + " joined_at) values (?,?,?,?,?,?,?)"
                + " on conflict (tenant_id, room_id, user_id) do update set"
                + " name = excluded.name, role = excluded.role, mode = excluded.mode,"
                + " joined_at = excluded.joined_at, left_at = null");
    RoomRows.set(insert, room.key());
    insert.setString(3, user.value());
    insert.setString(4, actor.name());
    insert.setString(5, role.wire());
    insert.setString(6, mode.wire());
    insert.setLong(7, batch.now().toEpochMilli());
    insert.executeUpdate();
    enter(user, role);
    record(
        room.with(room.crowd().plus(1, publishers(mode))),
        user,
        RoomNote.of(Kind.JOIN, actor.name()));
    // Who was silenced does not get round it by coming anew.
    return Objects.requireNonNull(RoomRows.participant(statements, room.key(), user));
  }

  /// Takes the seat of who has one.
  ///
  /// @param actor who does it
  void free(UserId actor, Participant one, RoomNote why) throws SQLException {
    var update =
        statements.get(
            "update room_participants set left_at = ?"
                + " where tenant_id = ? and room_id = ? and user_id = ?");
    update.setLong(1, batch.now().toEpochMilli());
    setUser(update, 2, one.user());
    update.executeUpdate();
    exit(actor, one.user());
    var without = room.with(room.crowd().plus(-1, -publishers(one.mode())));
    var dark = one.user().equals(room.spotlight()) ? without.lit(null) : without;
    record(dark, why.target() == null ? one.user() : actor, why);
  }

  /// @param actor themselves, or who silences them
  Participant setMode(UserId actor, Participant one, RoomMode mode) throws SQLException {
    set("mode", one.user(), mode.wire());
    var more = publishers(mode) - publishers(one.mode());
    var note = RoomNote.of(Kind.MODE, one.name()).because(mode.wire());
    record(
        room.with(room.crowd().plus(0, more)),
        actor,
        actor.equals(one.user()) ? note : note.on(one.user()));
    return new Participant(one.user(), one.name(), one.role(), mode, one.joinedAt(), one.mute());
  }

  /// In the room's conversation, too.
  void setRole(UserId actor, Participant one, Role role) throws SQLException {
    set("role", one.user(), role.wire());
    var key = room.conversationKey();
    StandingRows.setRole(statements, key, one.user(), role);
    ChangeRows.add(batch, key, actor, null, new Change.RoleGiven(one.user(), role));
  }

  /// @param one null to light nobody
  void light(RoomActor actor, @Nullable Participant one, @Nullable String reason)
      throws SQLException {
    var note = RoomNote.of(Kind.SPOTLIGHT, one == null ? actor.name() : one.name());
    record(
        room.lit(one == null ? null : one.user()),
        actor.user(),
        (one == null ? note : note.on(one.user())).because(reason));
  }

  void created(RoomActor actor) throws SQLException {
    record(room, actor.user(), RoomNote.of(Kind.CREATE, actor.name()));
  }

  /// Everybody has left it.
  void closed(UserId actor, String name, @Nullable String reason) throws SQLException {
    var update =
        statements.get("update rooms set closed_at = ? where tenant_id = ? and room_id = ?");
    update.setLong(1, batch.now().toEpochMilli());
    update.setString(2, room.key().tenant().value());
    update.setLong(3, room.id().value());
    update.executeUpdate();
    record(room, actor, RoomNote.of(Kind.CLOSE, name).because(reason));
  }

  private void enter(UserId user, Role role) throws SQLException {
    var key = room.conversationKey();
    var before = ConversationRows.get(statements, key);
    var added = new Change.MemberAdded(user, before.lastSeq());
    var event = ChangeRows.add(batch, key, user, null, added);
    MemberRows.join(statements, key, user, event.position());
    StandingRows.setRole(statements, key, user, role);
    WatermarkRows.start(
        statements, new MemberKey(key.tenant(), key.conversation(), user), before.lastSeq());
    var now = ConversationRows.get(statements, key);
    var last = ConversationRows.lastShown(statements, key, before.lastSeq(), user);
    batch.show(ConversationRows.joined(now, last, event));
  }

  private void exit(UserId actor, UserId user) throws SQLException {
    var key = room.conversationKey();
    var event = ChangeRows.add(batch, key, actor, null, new Change.MemberRemoved(user));
    MemberRows.leave(statements, key, user, event.position());
  }

  /// Writes the room as it is to be, and what made it so.
  void record(Room next, UserId actor, RoomNote note) throws SQLException {
    var event =
        new RoomEvent(
            count(next),
            note.kind(),
            actor,
            note.target(),
            note.name(),
            note.reason(),
            batch.now(),
            note.expiresAt(),
            requestId,
            note.detail());
    RoomRows.insert(statements, room.key(), event);
    var news = new RoomNews(next, event, room.crowd());
    batch.afterCommit(() -> listener.changed(news));
    room = next;
  }

  private long count(Room next) throws SQLException {
    var update =
        statements.get(
            "update rooms set participants = ?, publishers = ?, peak = ?, spotlight = ?,"
                + " slow_mode_seconds = ?, locked = ?, events = events + 1"
                + " where tenant_id = ? and room_id = ? returning events");
    RoomCrowd crowd = next.crowd();
    var spotlight = next.spotlight();
    update.setInt(1, crowd.participants());
    update.setInt(2, crowd.publishers());
    update.setInt(3, crowd.peak());
    update.setString(4, spotlight == null ? null : spotlight.value());
    update.setInt(5, next.order().slowModeSeconds());
    update.setBoolean(6, next.order().locked());
    update.setString(7, next.key().tenant().value());
    update.setLong(8, next.id().value());
    try (var rows = update.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void set(String column, UserId user, Object value) throws SQLException {
    var update =
        statements.get(
            "update room_participants set "
                + column
                + " = ? where tenant_id = ? and room_id = ? and user_id = ?");
    update.setObject(1, value);
    setUser(update, 2, user);
    update.executeUpdate();
  }

  private void setUser(PreparedStatement statement, int index, UserId user) throws SQLException {
    statement.setString(index, room.key().tenant().value());
    statement.setLong(index + 1, room.id().value());
    statement.setString(index + 2, user.value());
  }

  private static int publishers(RoomMode mode) {
    return mode == RoomMode.PUBLISHER ? 1 : 0;
  }
}
