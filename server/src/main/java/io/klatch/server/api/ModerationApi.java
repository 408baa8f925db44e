package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomModeration;
import io.klatch.domain.room.RoomOrder;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.Sanction;
import io.klatch.server.json.RoomJson;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What moderators do in rooms, as JSON. All block; call on a virtual thread.
public final class ModerationApi {
  private final RoomModeration moderation;

  public ModerationApi(RoomModeration moderation) {
    this.moderation = moderation;
  }

  /// `room:kick {room_id, user_id, reason?}`
  public Reply kick(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields -> new RoomAct.Kick(RoomFields.user(fields), RoomFields.reason(fields)));
  }

  /// `room:ban {room_id, user_id, reason?, minutes?, all_rooms?}`
  public Reply ban(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.Ban(
                RoomFields.user(fields),
                RoomFields.minutes(fields),
                RoomFields.allRooms(fields),
                RoomFields.reason(fields)));
  }

  /// `room:unban {room_id, user_id, reason?, all_rooms?}`
  public Reply unban(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.Unban(
                RoomFields.user(fields), RoomFields.allRooms(fields), RoomFields.reason(fields)));
  }

  /// `room:mute {room_id, user_id, muted?, reason?, minutes?}`
  public Reply mute(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.Mute(
                RoomFields.user(fields),
                RoomFields.isOn(fields, "muted"),
                RoomFields.minutes(fields),
                RoomFields.reason(fields)));
  }

  /// `room:unmute {room_id, user_id, reason?}`
  public Reply unmute(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.Mute(RoomFields.user(fields), false, null, RoomFields.reason(fields)));
  }

  /// `room:shadow-ban {room_id, user_id, shadow_banned?, reason?, minutes?}`
  public Reply shadowBan(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.ShadowBan(
                RoomFields.user(fields),
                RoomFields.isOn(fields, "shadow_banned"),
                RoomFields.minutes(fields),
                RoomFields.reason(fields)));
  }

  /// `room:spotlight {room_id, user_id?, reason?}`: nobody without one.
  public Reply spotlight(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.Spotlight(
                RoomFields.userOrNull(fields, "user_id"), RoomFields.reason(fields)));
  }

  /// `room:slow-mode {room_id, seconds}`
  public Reply slowMode(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.SlowMode(
                (int) fields.whole("seconds", 0, RoomOrder.SLOW_MODE_SECONDS_MAX)));
  }

  /// `room:lock {room_id, locked?, reason?}`
  public Reply lock(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields -> new RoomAct.Lock(RoomFields.isOn(fields, "locked"), RoomFields.reason(fields)));
  }

  /// `room:set-role {room_id, user_id, role, reason?}`
  public Reply setRole(Identity caller, @Nullable JsonNode payload) {
    return act(
        caller,
        payload,
        fields ->
            new RoomAct.SetRole(
                RoomFields.user(fields), RoomFields.role(fields), RoomFields.reason(fields)));
  }

  /// `room:delete-messages {room_id, user_id, reason?, minutes?}`
  public Reply deleteMessages(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            RoomReplies.deleted(
                moderation.deleteMessages(
                    RequestIds.actor(caller),
                    RoomFields.room(fields),
                    RoomFields.user(fields),
                    RoomFields.minutes(fields),
                    RoomFields.reason(fields))));
  }

  /// `room:bans {room_id, limit?, cursor?}`
  public Reply bans(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var room = RoomFields.room(fields);
          var after = RoomFields.userOrNull(fields, "cursor");
          var limit = RoomFields.limit(fields, RoomRules.PAGE_MAX);
          return RoomReplies.read(
              moderation.bans(RoomActor.of(caller), room, limit, after),
              page -> bans(new RoomKey(caller.tenant(), room), page));
        });
  }

  /// `room:status {room_id}`
  public Reply status(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            RoomReplies.read(
                moderation.standing(RoomActor.of(caller), RoomFields.room(fields)), RoomJson::of));
  }

  private Reply act(Identity caller, @Nullable JsonNode payload, Function<Payload, RoomAct> act) {
    return ChatApi.read(
        payload,
        fields ->
            RoomReplies.done(
                moderation.act(
                    RequestIds.actor(caller), RoomFields.room(fields), act.apply(fields)),
                false));
  }

  private static ObjectNode bans(RoomKey key, RoomPage<Sanction> page) {
    var json = JsonNodeFactory.instance.objectNode().put("room_id", key.room().value());
    var list = json.putArray("bans");
    page.items().forEach(ban -> list.add(RoomJson.of(ban)));
    json.put("has_more", page.hasMore());
    json.put("cursor", page.hasMore() ? page.items().getLast().user().value() : null);
    return json;
  }
}
