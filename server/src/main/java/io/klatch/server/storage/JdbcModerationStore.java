package io.klatch.server.storage;

import io.klatch.domain.chat.Change;
import io.klatch.domain.chat.MessageTarget;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.ModerationStore;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomEvent.Kind;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomListener;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.RoomStanding;
import io.klatch.domain.room.Sanction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What moderators have imposed, in SQL.
final class JdbcModerationStore implements ModerationStore {
  private final Writer writer;
  private final Readers readers;
  private final RoomListener listener;

  JdbcModerationStore(Writer writer, Readers readers, RoomListener listener) {
    this.writer = writer;
    this.readers = readers;
    this.listener = listener;
  }

  @Override
  public List<Sanction> bans(RoomKey room, int limit, @Nullable UserId after, Instant now) {
    return readers.read(
        "listing who is banned",
        statements -> SanctionRows.bans(statements, room, limit, after, now));
  }

  @Override
  public @Nullable RoomStanding standing(RoomActor actor, RoomId room, Instant now) {
    return readers.read(
            "looking how somebody stands in a room",
            statements -> new Found(standing(statements, actor, room, now)))
        .standing;
  }

  @Override
  public int expel(RoomActor actor, RoomAct.Ban ban, RoomId named, int max) {
    return writer.write(batch -> {
      var seats = RoomRows.seatsOf(batch.statements(), actor.tenant(), ban.target(), max);
      for (var room : seats) {
        var write = find(batch, room, actor);
        var one = RoomRows.participant(batch.statements(), room, ban.target());
        if (write != null && one != null) {
          new RoomActs(write, batch, actor, actor.claimed()).expel(one, ban);
        }
      }
      return seats.size();
    });
  }

  @Override
  public List<Seq> messages(RoomKey room, UserId user, Instant since, int limit) {
    return readers.read(
        "finding what somebody has said in a room",
        statements -> {
          var select =
              statements.get(
                  "select m.seq from rooms r join messages m on m.tenant_id = r.tenant_id"
                      + " and m.conversation_id = r.conversation_id and m.sender_id = ?"
                      + " where r.tenant_id = ? and r.room_id = ? and m.deleted_at is null"
                      + " and m.created_at >= ? limit ?");
          select.setString(1, user.value());
          select.setString(2, room.tenant().value());
          select.setLong(3, room.room().value());
          select.setLong(4, since.toEpochMilli());
          select.setInt(5, limit);
          var seqs = new ArrayList<Seq>();
          try (var rows = select.executeQuery()) {
            while (rows.next()) {
              seqs.add(new Seq(rows.getLong(1)));
            }
          }
          seqs.sort(Comparator.reverseOrder());
          return seqs;
        });
  }

  @Override
  public Deleted delete(
      RoomActor actor, RoomId room, UserId user, List<Seq> seqs, @Nullable String reason) {
    return writer.write(batch -> {
      var write = find(batch, actor.in(room), actor);
      if (write == null) {
        return new Deleted.Refused(new RoomResult.NotFound());
      }
      var statements = batch.statements();
      var role = RoomActs.role(statements, write, actor);
      var acts = new RoomActs(write, batch, actor, role);
      if (!acts.outranks(user)) {
        return new Deleted.Refused(new RoomResult.NotAllowed(role));
      }
      var count = 0;
      for (var seq : seqs) {
        count += delete(batch, write, actor, user, seq) ? 1 : 0;
      }
      if (count > 0) {
        write.record(
            write.room(),
            actor.user(),
            RoomNote.of(Kind.DELETE_MESSAGES, RoomRows.name(statements, actor.in(room), user))
                .on(user)
                .because(reason)
                .detail(Integer.toString(count)));
      }
      return new Deleted.Done(count);
    });
  }

  @Override
  public int sweep(Instant now, int max) {
    List<SanctionRows.Placed> over =
        readers.read(
            "looking for what is over", statements -> SanctionRows.over(statements, now, max));
    for (var each : over) {
      var _ = writer.write(batch -> end(batch, each));
    }
    return over.size();
  }

  /// Somebody may have imposed another one meanwhile.
  private boolean end(Batch batch, SanctionRows.Placed it) throws SQLException {
    var sanction = it.sanction();
    if (!SanctionRows.delete(batch.statements(), it.tenant(), it.room(), sanction)) {
      return false;
    }
    if (it.room() == SanctionRows.ALL_ROOMS) {
      return true;
    }
    var key = new RoomKey(new TenantId(it.tenant()), new RoomId(it.room()));
    var room = RoomRows.find(batch.statements(), key);
    if (room != null) {
      var kind =
          switch (sanction.kind()) {
            case BAN -> Kind.UNBAN;
            case MUTE -> Kind.UNMUTE;
            case SHADOW -> Kind.SHADOW_UNBAN;
          };
      var name = RoomRows.name(batch.statements(), key, sanction.user());
      new RoomWrite(batch, listener, room, null)
          .record(
              room,
              RoomSeeding.NOBODY,
              RoomNote.of(kind, name).on(sanction.user()).because(RoomEvent.EXPIRED));
    }
    return true;
  }

  private @Nullable RoomWrite find(Batch batch, RoomKey key, RoomActor actor) throws SQLException {
    var room = RoomRows.find(batch.statements(), key);
    return room == null ? null : new RoomWrite(batch, listener, room, actor.requestId());
  }

  /// As any other deletion, so that clients learn of it as of those. What only its sender is shown
  /// is deleted for them alone.
  private static boolean delete(Batch batch, RoomWrite write, RoomActor actor, UserId user, Seq seq)
      throws SQLException {
    var key = write.room().conversationKey();
    var message = JdbcMessageStore.find(batch.statements(), key, seq);
    if (message == null || message.marks().deleted() || !message.sender().equals(user)) {
      return false;
    }
    var target = new MessageTarget(actor.key(), key.conversation(), seq, null);
    AmendedRows.delete(batch.statements(), target, batch.now());
    var what = new Change.MessageDeleted(seq);
    var _ = ChangeRows.add(batch, key, actor.user(), null, message.audience(), what);
    return true;
  }

  private static @Nullable RoomStanding standing(
      Statements statements, RoomActor actor, RoomId id, Instant now) throws SQLException {
    var key = actor.in(id);
    var room = RoomRows.find(statements, key);
    if (room == null) {
      return null;
    }
    var user = actor.user();
    var own = RoomRows.role(statements, key, user);
    Role role = own.isAtLeast(actor.claimed()) ? own : actor.claimed();
    var imposed = SanctionRows.of(statements, key, user);
    var ban = SanctionRows.longest(imposed, role, Sanction.Kind.BAN, now);
    var mute = SanctionRows.longest(imposed, role, Sanction.Kind.MUTE, now);
    return new RoomStanding(room, role, RoomRows.participant(statements, key, user), ban, mute);
  }

  private record Found(@Nullable RoomStanding standing) {}
}
