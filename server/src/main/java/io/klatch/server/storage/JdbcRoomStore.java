package io.klatch.server.storage;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.room.NewRoom;
import io.klatch.domain.room.Participant;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActivity;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomEvent.Kind;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomListener;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomSeat;
import io.klatch.domain.room.RoomStore;
import io.klatch.domain.room.Sanction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Rooms in SQL.
final class JdbcRoomStore implements RoomStore {
  private final Writer writer;
  private final Readers readers;
  private final RoomListener listener;

  JdbcRoomStore(Writer writer, Readers readers, RoomListener listener) {
    this.writer = writer;
    this.readers = readers;
    this.listener = listener;
  }

  @Override
  public void seed(TenantId tenant, List<NewRoom> rooms) {
    if (!rooms.isEmpty()) {
      writer.write(batch -> RoomSeeding.seed(batch, tenant, rooms));
    }
  }

  @Override
  public RoomResult create(RoomActor actor, NewRoom room, int roomsMax, int ownMax) {
    return writer.write(batch -> {
      var statements = batch.statements();
      if (RoomSeeding.has(statements, room.tenant(), actor.user(), ownMax)) {
        return new RoomResult.TooManyRooms(ownMax);
      }
      if (RoomSeeding.has(statements, room.tenant(), null, roomsMax)) {
        return new RoomResult.TooManyRooms(roomsMax);
      }
      var write =
          new RoomWrite(
              batch, listener, RoomSeeding.insert(batch, room, actor.user()), actor.requestId());
      write.created(actor);
      return new RoomResult.Done(write.room(), null, true);
    });
  }

  @Override
  public RoomResult close(RoomActor actor, RoomId id) {
    return write(
        actor.in(id),
        actor.requestId(),
        (write, statements, _) -> {
          var role = RoomActs.role(statements, write, actor);
          if (write.room().isPermanent()) {
            return new RoomResult.Permanent();
          }
          if (!role.isAtLeast(Role.ADMIN)) {
            return new RoomResult.NotAllowed(role);
          }
          close(write, statements, actor.user(), actor.name(), null);
          return new RoomResult.Done(write.room(), null, true);
        });
  }

  @Override
  public RoomResult join(RoomActor actor, RoomId id, RoomMode mode) {
    return write(
        actor.in(id),
        actor.requestId(),
        (write, statements, now) -> {
          var room = write.room();
          var own = RoomRows.participant(statements, room.key(), actor.user());
          var role = RoomActs.role(statements, write, actor);
          var imposed = SanctionRows.of(statements, room.key(), actor.user());
          var restraint = restraint(room, imposed, role, own != null, mode, now);
          if (restraint != null) {
            return new RoomResult.Restrained(restraint);
          }
          if (own != null && own.mode() == mode) {
            return new RoomResult.Done(room, own, false);
          }
          if (own == null && room.isFull()) {
            return new RoomResult.Full(room.terms().capacity());
          }
          if (mode == RoomMode.PUBLISHER
              && room.crowd().publishers() >= room.terms().publishersMax()) {
            return new RoomResult.NoPublisherPlace(room.terms().publishersMax());
          }
          var seat =
              own == null ? write.take(actor, role, mode) : write.setMode(actor.user(), own, mode);
          return new RoomResult.Done(write.room(), seat, true);
        });
  }

  @Override
  public RoomResult leave(RoomActor actor, RoomId id) {
    return write(
        actor.in(id),
        actor.requestId(),
        (write, statements, _) -> {
          var own = RoomRows.participant(statements, actor.in(id), actor.user());
          if (own != null) {
            write.free(actor.user(), own, RoomNote.of(Kind.LEAVE, own.name()));
          }
          return new RoomResult.Done(write.room(), null, own != null);
        });
  }

  @Override
  public RoomResult act(RoomActor actor, RoomId id, RoomAct act) {
    return writer.write(batch -> {
      var write = find(batch, actor.in(id), actor.requestId());
      return write == null
          ? new RoomResult.NotFound()
          : new RoomActs(write, batch, actor, RoomActs.role(batch.statements(), write, actor))
              .run(act);
    });
  }

  @Override
  public int vacate(List<RoomSeat> seats, Predicate<UserKey> gone) {
    return writer.write(batch -> {
      var count = 0;
      for (var seat : seats) {
        count += vacate(batch, seat, gone) ? 1 : 0;
      }
      return count;
    });
  }

  @Override
  public int closeExpired(Instant now, int max) {
    List<Room> due =
        readers.read(
            "looking for rooms whose time is over",
            statements -> RoomRows.expired(statements, now, max));
    for (var room : due) {
      var _ =
          write(
              room.key(),
              null,
              (write, statements, _) -> {
                var owner = room.owner();
                var actor = owner == null ? RoomSeeding.NOBODY : owner;
                close(write, statements, actor, RoomActor.NAMELESS, RoomEvent.EXPIRED);
                return new RoomResult.Done(write.room(), null, true);
              });
    }
    return due.size();
  }

  @Override
  public @Nullable Room find(RoomKey room) {
    return readers.read("finding a room", statements -> new Found(RoomRows.find(statements, room)))
        .room;
  }

  @Override
  public List<Room> list(TenantId tenant, int limit, @Nullable RoomId after) {
    return readers.read(
        "listing rooms", statements -> RoomRows.list(statements, tenant, limit, after));
  }

  @Override
  public List<Participant> participants(RoomKey room, int limit, @Nullable UserId after) {
    return readers.read(
        "listing who is in a room",
        statements -> RoomRows.participants(statements, room, limit, after));
  }

  @Override
  public List<RoomEvent> events(RoomKey room, int limit, long before) {
    return readers.read(
        "reading what happened in a room",
        statements -> RoomRows.events(statements, room, limit, before));
  }

  @Override
  public RoomActivity activity(Room room, Instant since) {
    return readers.read(
        "counting what happened in a room",
        statements -> RoomRows.activity(statements, room, since));
  }

  @Override
  public Role role(RoomKey room, UserId user) {
    return readers.read(
        "reading a role in a room", statements -> RoomRows.role(statements, room, user));
  }

  @Override
  public List<RoomSeat> seats(int limit, @Nullable RoomSeat after) {
    return readers.read(
        "reading who is in rooms", statements -> RoomRows.seats(statements, limit, after));
  }

  private RoomResult write(RoomKey key, @Nullable String requestId, Operation operation) {
    return writer.write(batch -> {
      var write = find(batch, key, requestId);
      return write == null
          ? new RoomResult.NotFound()
          : operation.run(write, batch.statements(), batch.now());
    });
  }

  private @Nullable RoomWrite find(Batch batch, RoomKey key, @Nullable String requestId)
      throws SQLException {
    var room = RoomRows.find(batch.statements(), key);
    return room == null ? null : new RoomWrite(batch, listener, room, requestId);
  }

  private boolean vacate(Batch batch, RoomSeat seat, Predicate<UserKey> gone) throws SQLException {
    var room = RoomRows.find(batch.statements(), seat.room());
    var participant = RoomRows.participant(batch.statements(), seat.room(), seat.user());
    if (room == null || participant == null || !gone.test(seat.owner())) {
      return false;
    }
    var left = RoomNote.of(Kind.LEAVE, participant.name()).because(RoomEvent.GONE);
    new RoomWrite(batch, listener, room, null).free(seat.user(), participant, left);
    return true;
  }

  /// Why somebody of that role may not come in now, or not as that; null when they may.
  ///
  /// @param imposed on them there
  /// @param seated whether they are in
  private static @Nullable Restraint restraint(
      Room room, List<Sanction> imposed, Role role, boolean seated, RoomMode mode, Instant now) {
    var ban = SanctionRows.longest(imposed, role, Sanction.Kind.BAN, now);
    if (ban != null) {
      return new Restraint.Banned(ban.expiresAt());
    }
    if (room.order().locked() && !seated && !role.isAtLeast(Role.MODERATOR)) {
      return new Restraint.Locked();
    }
    var mute = SanctionRows.longest(imposed, role, Sanction.Kind.MUTE, now);
    return mute != null && mode == RoomMode.PUBLISHER
        ? new Restraint.Muted(mute.expiresAt())
        : null;
  }

  private static void close(
      RoomWrite write, Statements statements, UserId actor, String name, @Nullable String reason)
      throws SQLException {
    var all =
        RoomRows.participants(
            statements, write.room().key(), write.room().terms().capacity(), null);
    for (var one : all) {
      write.free(actor, one, RoomNote.of(Kind.LEAVE, one.name()).because(RoomEvent.CLOSED));
    }
    write.closed(actor, name, reason);
  }

  /// On a room as the transaction has found it.
  @FunctionalInterface
  private interface Operation {
    RoomResult run(RoomWrite write, Statements statements, Instant now) throws SQLException;
  }

  private record Found(@Nullable Room room) {}
}
