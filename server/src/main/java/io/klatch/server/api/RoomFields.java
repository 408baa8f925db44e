package io.klatch.server.api;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.Text;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomMode;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.RoomTerms;
import io.klatch.domain.room.Rooms;
import io.klatch.server.api.Payload.Malformed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The fields of payloads about rooms.
final class RoomFields {
  private RoomFields() {}

  static RoomId room(Payload fields) {
    return new RoomId(fields.whole("room_id", 1, RoomId.MAX));
  }

  static int limit(Payload fields, int usual) {
    var limit = fields.wholeOrNull("limit", 1, RoomRules.PAGE_MAX);
    return limit == null ? usual : limit.intValue();
  }

  /// `mode`, or as another system has it `as_publisher`; a viewer where neither is said.
  static RoomMode mode(Payload fields) {
    var text = fields.textOrNull("mode");
    var publisher = fields.flagOrNull("as_publisher");
    if (text == null) {
      return publisher != null && publisher ? RoomMode.PUBLISHER : RoomMode.VIEWER;
    }
    var mode = RoomMode.parse(text);
    if (mode == null) {
      throw new Malformed("mode must be viewer or publisher");
    }
    return mode;
  }

  static UserId user(Payload fields) {
    return user("user_id", fields.text("user_id"));
  }

  static @Nullable UserId userOrNull(Payload fields, String field) {
    var text = fields.textOrNull(field);
    return text == null ? null : user(field, text);
  }

  static @Nullable String reason(Payload fields) {
    return line(fields, "reason", RoomAct.REASON_CHARACTERS_MAX);
  }

  static @Nullable String description(Payload fields) {
    return line(fields, "description", Room.DESCRIPTION_CHARACTERS_MAX);
  }

  static String name(Payload fields) {
    var name = fields.text("name");
    if (!Rooms.isName(name)) {
      throw new Malformed(
          "name must be one visible line of at most " + Room.NAME_CHARACTERS_MAX + " characters");
    }
    return name;
  }

  static RoomTerms terms(Payload fields, int usual) {
    var capacity = fields.wholeOrNull("max_participants", 1, RoomTerms.CAPACITY_MAX);
    var seats = capacity == null ? usual : capacity.intValue();
    var publishers = fields.wholeOrNull("max_publishers", 0, seats);
    return new RoomTerms(seats, publishers == null ? seats : publishers.intValue());
  }

  static @Nullable Duration ttl(Payload fields) {
    var hours = fields.wholeOrNull("ttl_hours", 1, RoomRules.TTL_MAX.toHours());
    return hours == null ? null : Duration.ofHours(hours);
  }

  /// `minutes`: how long it is to last, or how far back it goes; null without.
  static @Nullable Duration minutes(Payload fields) {
    var minutes = fields.wholeOrNull("minutes", 1, RoomAct.LASTS_MAX.toMinutes());
    return minutes == null ? null : Duration.ofMinutes(minutes);
  }

  /// True where the field is not there.
  static boolean isOn(Payload fields, String field) {
    var flag = fields.flagOrNull(field);
    return flag == null || flag;
  }

  static boolean allRooms(Payload fields) {
    var flag = fields.flagOrNull("all_rooms");
    return flag != null && flag;
  }

  /// A room's owner is who made it.
  static Role role(Payload fields) {
    var role = Role.parse(fields.text("role"));
    if (role == null || role == Role.OWNER) {
      throw new Malformed("role must be admin, moderator or member");
    }
    return role;
  }

  private static UserId user(String field, String text) {
    try {
      return new UserId(text);
    } catch (IllegalArgumentException e) {
      throw new Malformed(field + " is no user id: " + e.getMessage());
    }
  }

  private static @Nullable String line(Payload fields, String field, int charactersMax) {
    var text = fields.textOrNull(field);
    if (text != null && (!Text.isStorable(text) || Text.characters(text) > charactersMax)) {
      throw new Malformed(field + " must be at most " + charactersMax + " characters");
    }
    return text;
  }
}
