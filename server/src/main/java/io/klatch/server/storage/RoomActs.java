package io.klatch.server.storage;

import io.klatch.domain.chat.Restraint;
import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.Participant;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomEvent.Kind;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomResult;
import io.klatch.domain.room.Sanction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a moderator does, within the writer's transaction: may they, on whom, and what follows.
/// Confined to the writer's thread.
final class RoomActs {
  private final RoomWrite write;
  private final Statements statements;
  private final RoomActor actor;
  private final Role role;
  private final Instant now;

  /// @param role of the actor in the room
  RoomActs(RoomWrite write, Batch batch, RoomActor actor, Role role) {
    this.write = write;
    this.statements = batch.statements();
    this.actor = actor;
    this.role = role;
    this.now = batch.now();
  }

  /// The higher of what the room and the token say.
  static Role role(Statements statements, RoomWrite write, RoomActor actor) throws SQLException {
    var own = RoomRows.role(statements, write.room().key(), actor.user());
    return own.isAtLeast(actor.claimed()) ? own : actor.claimed();
  }

  RoomResult run(RoomAct act) throws SQLException {
    if (!role.isAtLeast(Role.MODERATOR)) {
      return new RoomResult.NotAllowed(role);
    }
    return switch (act) {
      case RoomAct.Spotlight(var user, var reason) -> light(user, reason);
      case RoomAct.SlowMode(var seconds) -> slow(seconds);
      case RoomAct.Lock(var locked, var reason) -> lock(locked, reason);
      case RoomAct.SetRole(var user, var given, var reason) -> setRole(user, given, reason);
      case RoomAct.Kick(var user, var reason) -> kick(user, reason);
      case RoomAct.Ban ban -> ban(ban);
      case RoomAct.Unban(var user, var allRooms, var reason) -> unban(user, allRooms, reason);
      case RoomAct.Mute mute -> mute(mute);
      case RoomAct.ShadowBan shadow -> shadow(shadow);
    };
  }

  /// Whether the actor moderates the room and is above the user in it.
  boolean outranks(UserId user) throws SQLException {
    return outranks(user, participant(user));
  }

  /// Takes the seat of who is banned from all rooms.
  void expel(Participant one, RoomAct.Ban ban) throws SQLException {
    write.free(actor.user(), one, banned(ban, one.name()).until(end(ban.lasts())));
  }

  private RoomResult light(@Nullable UserId user, @Nullable String reason) throws SQLException {
    var target = user == null ? null : participant(user);
    if (user != null && target == null) {
      return new RoomResult.NoSuchParticipant(user);
    }
    write.light(actor, target, reason);
    return done(target, true);
  }

  private RoomResult slow(int seconds) throws SQLException {
    var order = write.room().order();
    if (order.slowModeSeconds() == seconds) {
      return done(null, false);
    }
    var note = RoomNote.of(Kind.SLOW_MODE, actor.name()).detail(Integer.toString(seconds));
    write.record(write.room().with(order.slowed(seconds)), actor.user(), note);
    return done(null, true);
  }

  private RoomResult lock(boolean locked, @Nullable String reason) throws SQLException {
    var order = write.room().order();
    if (order.locked() == locked) {
      return done(null, false);
    }
    var note = RoomNote.of(locked ? Kind.LOCK : Kind.UNLOCK, actor.name()).because(reason);
    write.record(write.room().with(order.locked(locked)), actor.user(), note);
    return done(null, true);
  }

  private RoomResult setRole(UserId user, Role given, @Nullable String reason) throws SQLException {
    var before = roleOf(user, participant(user));
    if (!role.mayGive(before, given)) {
      return new RoomResult.NotAllowed(role);
    }
    var seated = participant(user);
    if (before == given) {
      return done(seated, false);
    }
    RoomRows.setRole(statements, write.room().key(), user, given);
    if (seated != null) {
      write.setRole(actor.user(), seated, given);
    }
    write.record(
        write.room(),
        actor.user(),
        RoomNote.of(Kind.ROLE, name(user, seated)).on(user).because(reason).detail(given.wire()));
    return done(participant(user), true);
  }

  private RoomResult kick(UserId user, @Nullable String reason) throws SQLException {
    var target = participant(user);
    if (target == null) {
      return new RoomResult.NoSuchParticipant(user);
    }
    if (!role.mayRemove(roleOf(user, target))) {
      return new RoomResult.NotAllowed(role);
    }
    write.free(
        actor.user(), target, RoomNote.of(Kind.KICK, target.name()).on(user).because(reason));
    return done(null, true);
  }

  private RoomResult ban(RoomAct.Ban ban) throws SQLException {
    var user = ban.target();
    var target = participant(user);
    var may = ban.allRooms() ? outranksEverywhere(user, target) : outranks(user, target);
    if (!may || isHigher(imposed(user, Sanction.Kind.BAN, ban.allRooms()))) {
      return new RoomResult.NotAllowed(role);
    }
    var end = end(ban.lasts());
    impose(user, Sanction.Kind.BAN, ban.reason(), end, ban.allRooms());
    var note = banned(ban, name(user, target)).until(end);
    if (target == null) {
      write.record(write.room(), actor.user(), note);
    } else {
      write.free(actor.user(), target, note);
    }
    return done(null, true);
  }

  private RoomResult unban(UserId user, boolean allRooms, @Nullable String reason)
      throws SQLException {
    if (allRooms && !actor.claimed().isAtLeast(Role.ADMIN)) {
      return new RoomResult.NotAllowed(role);
    }
    var note = RoomNote.of(Kind.UNBAN, name(user, null)).on(user).because(reason);
    return lift(
        user, Sanction.Kind.BAN, allRooms, allRooms ? note.detail(RoomEvent.ALL_ROOMS) : note);
  }

  private RoomResult mute(RoomAct.Mute act) throws SQLException {
    var user = act.target();
    var target = participant(user);
    if (!outranks(user, target) || isHigher(imposed(user, Sanction.Kind.MUTE, false))) {
      return new RoomResult.NotAllowed(role);
    }
    var note =
        RoomNote.of(act.muted() ? Kind.MUTE : Kind.UNMUTE, name(user, target))
            .on(user)
            .because(act.reason());
    if (!act.muted()) {
      return lift(user, Sanction.Kind.MUTE, false, note);
    }
    var end = end(act.lasts());
    if (target != null && new Restraint.Muted(end).equals(target.mute())) {
      return done(target, false);
    }
    impose(user, Sanction.Kind.MUTE, act.reason(), end, false);
    write.record(write.room(), actor.user(), note.until(end));
    if (target != null && target.mode() == RoomMode.PUBLISHER) {
      write.setMode(actor.user(), target, RoomMode.VIEWER);
    }
    return done(participant(user), true);
  }

  private RoomResult shadow(RoomAct.ShadowBan act) throws SQLException {
    var user = act.target();
    var target = participant(user);
    if (!outranks(user, target) || isHigher(imposed(user, Sanction.Kind.SHADOW, false))) {
      return new RoomResult.NotAllowed(role);
    }
    var note =
        RoomNote.of(act.banned() ? Kind.SHADOW_BAN : Kind.SHADOW_UNBAN, name(user, target))
            .on(user)
            .because(act.reason());
    if (!act.banned()) {
      return lift(user, Sanction.Kind.SHADOW, false, note);
    }
    var end = end(act.lasts());
    impose(user, Sanction.Kind.SHADOW, act.reason(), end, false);
    write.record(write.room(), actor.user(), note.until(end));
    return done(target, true);
  }

  /// Nothing happens to what does not hold; what a higher role has imposed stays.
  private RoomResult lift(UserId user, Sanction.Kind kind, boolean allRooms, RoomNote note)
      throws SQLException {
    var imposed = imposed(user, kind, allRooms);
    if (imposed == null) {
      return done(participant(user), false);
    }
    if (isHigher(imposed)) {
      return new RoomResult.NotAllowed(role);
    }
    var key = write.room().key();
    var room = allRooms ? SanctionRows.ALL_ROOMS : key.room().value();
    var _ = SanctionRows.delete(statements, key.tenant().value(), room, imposed);
    write.record(write.room(), actor.user(), note);
    return done(participant(user), true);
  }

  private void impose(
      UserId user,
      Sanction.Kind kind,
      @Nullable String reason,
      @Nullable Instant end,
      boolean allRooms)
      throws SQLException {
    SanctionRows.put(
        statements,
        write.room().key(),
        new Sanction(user, kind, actor.user(), role, reason, now, end, allRooms));
  }

  /// Whether somebody higher has imposed it, so that it is not to be shortened or lifted.
  private boolean isHigher(@Nullable Sanction imposed) {
    return imposed != null && !role.isAtLeast(imposed.actorRole());
  }

  /// What is not over, there or everywhere.
  private @Nullable Sanction imposed(UserId user, Sanction.Kind kind, boolean allRooms)
      throws SQLException {
    for (var each : SanctionRows.of(statements, write.room().key(), user)) {
      if (each.kind() == kind && each.allRooms() == allRooms && !each.isOver(now)) {
        return each;
      }
    }
    return null;
  }

  private boolean outranks(UserId user, @Nullable Participant target) throws SQLException {
    return role.mayRemove(roleOf(user, target));
  }

  /// To own a room is no rank in the others.
  private boolean outranksEverywhere(UserId user, @Nullable Participant target)
      throws SQLException {
    return actor.claimed().isAtLeast(Role.ADMIN)
        && !user.equals(actor.user())
        && roleOf(user, target) != Role.ADMIN;
  }

  /// The higher of what the room says and what their token said when they came.
  private Role roleOf(UserId user, @Nullable Participant target) throws SQLException {
    var own = RoomRows.role(statements, write.room().key(), user);
    return target == null || own.isAtLeast(target.role()) ? own : target.role();
  }

  private static RoomNote banned(RoomAct.Ban ban, String name) {
    var note = RoomNote.of(Kind.BAN, name).on(ban.target()).because(ban.reason());
    return ban.allRooms() ? note.detail(RoomEvent.ALL_ROOMS) : note;
  }

  private @Nullable Participant participant(UserId user) throws SQLException {
    return RoomRows.participant(statements, write.room().key(), user);
  }

  private String name(UserId user, @Nullable Participant target) throws SQLException {
    return target == null ? RoomRows.name(statements, write.room().key(), user) : target.name();
  }

  private @Nullable Instant end(@Nullable Duration lasts) {
    return lasts == null ? null : now.plus(lasts);
  }

  private RoomResult done(@Nullable Participant participant, boolean changed) {
    return new RoomResult.Done(write.room(), participant, changed);
  }
}
