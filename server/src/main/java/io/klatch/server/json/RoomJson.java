package io.klatch.server.json;

import io.klatch.domain.room.Participant;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomActivity;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomNews;
import io.klatch.domain.room.RoomStanding;
import io.klatch.domain.room.Sanction;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rooms, who is in them and what happened there.
public final class RoomJson {
  private RoomJson() {}

  /// `{room_id, name, …}`
  public static ObjectNode of(Room room) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("room_id", room.id().value());
    json.put("name", room.name());
    json.put("description", room.description());
    json.put("permanent", room.isPermanent());
    json.setAll(crowd(room));
    json.put("max_publishers", room.terms().publishersMax());
    json.put("current_publishers", room.crowd().publishers());
    json.put("peak_participants", room.crowd().peak());
    json.put("conversation_id", room.conversation().value());
    var owner = room.owner();
    json.put("owner_id", owner == null ? null : owner.value());
    var spotlight = room.spotlight();
    json.put("spotlight_user_id", spotlight == null ? null : spotlight.value());
    json.put("slow_mode_seconds", room.order().slowModeSeconds());
    json.put("locked", room.order().locked());
    json.put("created_at", Times.wire(room.createdAt()));
    json.put("expires_at", Times.wireOrNull(room.expiresAt()));
    return json;
  }

  /// `{room_id, event, …}`: what is told of a change.
  public static ObjectNode update(RoomNews news, String what) {
    var json = JsonNodeFactory.instance.objectNode();
    var event = news.event();
    json.put("room_id", news.room().id().value());
    json.put("event", what);
    json.put("user_id", event.user().value());
    json.put("participant_name", event.name());
    json.put("actor_id", event.actor().value());
    json.put("reason", event.reason());
    json.put("expires_at", Times.wireOrNull(event.expiresAt()));
    json.put("detail", event.detail());
    json.setAll(crowd(news.room()));
    var spotlight = news.room().spotlight();
    json.put("spotlight_user_id", spotlight == null ? null : spotlight.value());
    json.put("slow_mode_seconds", news.room().order().slowModeSeconds());
    json.put("locked", news.room().order().locked());
    json.put("timestamp", Times.wire(event.at()));
    return json;
  }

  /// `{room_id, event, reason, expires_at}`: to who was sent away.
  public static ObjectNode removed(RoomNews news) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("room_id", news.room().id().value());
    json.put("event", news.event().kind().wire());
    json.put("reason", news.event().reason());
    json.put("expires_at", Times.wireOrNull(news.event().expiresAt()));
    return json;
  }

  /// `{current_participants, max_participants, is_full, available_slots}`
  static ObjectNode crowd(Room room) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("current_participants", room.crowd().participants());
    json.put("max_participants", room.terms().capacity());
    json.put("is_full", room.isFull());
    json.put("available_slots", room.availableSlots());
    return json;
  }

  /// `{user_id, name, role, mode, muted, muted_until, joined_at}`
  public static ObjectNode of(Participant one) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("user_id", one.user().value());
    json.put("name", one.name());
    json.put("role", one.role().wire());
    json.put("mode", one.mode().wire());
    json.put("muted", one.muted());
    var mute = one.mute();
    json.put("muted_until", Times.wireOrNull(mute == null ? null : mute.until()));
    json.put("joined_at", Times.wire(one.joinedAt()));
    return json;
  }

  /// `{room_id, current_participants, peak_participants, …}`
  public static ObjectNode of(RoomActivity activity) {
    var room = activity.room();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("room_id", room.id().value());
    json.put("current_participants", room.crowd().participants());
    json.put("peak_participants", room.crowd().peak());
    json.put("window_seconds", RoomActivity.WINDOW.toSeconds());
    json.put("messages", activity.messages());
    json.put("joins", activity.joins());
    json.put("level", activity.level().wire());
    return json;
  }

  /// `{user_id, reason, actor_id, created_at, expires_at, all_rooms}`
  public static ObjectNode of(Sanction sanction) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("user_id", sanction.user().value());
    json.put("reason", sanction.reason());
    json.put("actor_id", sanction.actor().value());
    json.put("created_at", Times.wire(sanction.createdAt()));
    json.put("expires_at", Times.wireOrNull(sanction.expiresAt()));
    json.put("all_rooms", sanction.allRooms());
    return json;
  }

  /// `{room_id, authorized, reason, role, participant, banned, …}`
  public static ObjectNode of(RoomStanding standing) {
    var json = JsonNodeFactory.instance.objectNode();
    var obstacle = standing.obstacle();
    json.put("room_id", standing.room().id().value());
    json.put("authorized", obstacle == null);
    json.put("reason", obstacle);
    json.put("role", standing.role().wire());
    var participant = standing.participant();
    if (participant == null) {
      json.putNull("participant");
    } else {
      json.set("participant", of(participant));
    }
    var ban = standing.ban();
    json.put("banned", ban != null);
    json.put("banned_until", Times.wireOrNull(ban == null ? null : ban.expiresAt()));
    json.put("ban_reason", ban == null ? null : ban.reason());
    var mute = standing.mute();
    json.put("muted", mute != null);
    json.put("muted_until", Times.wireOrNull(mute == null ? null : mute.expiresAt()));
    json.put("mute_reason", mute == null ? null : mute.reason());
    json.put("locked", standing.room().order().locked());
    json.put("slow_mode_seconds", standing.room().order().slowModeSeconds());
    return json;
  }

  /// `{event_no, event, actor_id, target_id, name, reason, detail, expires_at, request_id,
  /// created_at}`
  public static ObjectNode of(RoomEvent event) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("event_no", event.number());
    json.put("event", event.kind().wire());
    json.put("actor_id", event.actor().value());
    var target = event.target();
    json.put("target_id", target == null ? null : target.value());
    json.put("name", event.name());
    json.put("reason", event.reason());
    json.put("detail", event.detail());
    json.put("expires_at", Times.wireOrNull(event.expiresAt()));
    json.put("request_id", event.requestId());
    json.put("created_at", Times.wire(event.at()));
    return json;
  }
}
