package io.klatch.server.api;

import static io.klatch.server.api.RoomFields.allRooms;
import static io.klatch.server.api.RoomFields.isOn;
import static io.klatch.server.api.RoomFields.minutes;
import static io.klatch.server.api.RoomFields.reason;
import static io.klatch.server.api.RoomFields.user;
import static io.klatch.server.api.RoomFields.userOrNull;

import com.google.errorprone.annotations.Immutable;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomOrder;

/// What a moderator does in a room, by the event that says so; beside the named fields each has
/// `room_id`. The last part of the name is the route's, too.
public enum RoomVerb {
  /// `{user_id, reason?}`
  KICK("room:kick", fields -> new RoomAct.Kick(user(fields), reason(fields))),

  /// `{user_id, reason?, minutes?, all_rooms?}`
  BAN(
      "room:ban",
      fields -> new RoomAct.Ban(user(fields), minutes(fields), allRooms(fields), reason(fields))),

  /// `{user_id, reason?, all_rooms?}`
  UNBAN("room:unban", fields -> new RoomAct.Unban(user(fields), allRooms(fields), reason(fields))),

  /// `{user_id, muted?, reason?, minutes?}`
  MUTE(
      "room:mute",
      fields ->
          new RoomAct.Mute(user(fields), isOn(fields, "muted"), minutes(fields), reason(fields))),

  /// `{user_id, reason?}`
  UNMUTE("room:unmute", fields -> new RoomAct.Mute(user(fields), false, null, reason(fields))),

  /// `{user_id, shadow_banned?, reason?, minutes?}`
  SHADOW_BAN(
      "room:shadow-ban",
      fields ->
          new RoomAct.ShadowBan(
              user(fields), isOn(fields, "shadow_banned"), minutes(fields), reason(fields))),

  /// `{user_id?, reason?}`: nobody without one.
  SPOTLIGHT(
      "room:spotlight",
      fields -> new RoomAct.Spotlight(userOrNull(fields, "user_id"), reason(fields))),

  /// `{seconds}`
  SLOW_MODE(
      "room:slow-mode",
      fields ->
          new RoomAct.SlowMode((int) fields.whole("seconds", 0, RoomOrder.SLOW_MODE_SECONDS_MAX))),

  /// `{locked?, reason?}`
  LOCK("room:lock", fields -> new RoomAct.Lock(isOn(fields, "locked"), reason(fields))),

  /// `{user_id, role, reason?}`
  SET_ROLE(
      "room:set-role",
      fields -> new RoomAct.SetRole(user(fields), RoomFields.role(fields), reason(fields)));

  /// Makes the act of its fields.
  @Immutable
  private interface Reader {
    RoomAct read(Payload fields);
  }

  private final String event;
  private final Reader reader;

  RoomVerb(String event, Reader reader) {
    this.event = event;
    this.reader = reader;
  }

  /// Of Socket.IO.
  public String event() {
    return event;
  }

  /// What follows a room's path.
  public String path() {
    return event.substring(event.indexOf(':') + 1);
  }

  RoomAct read(Payload fields) {
    return reader.read(fields);
  }
}
