package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomModeration;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.Sanction;
import io.klatch.server.json.RoomJson;
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

  /// The event of that verb, with its fields and `room_id`.
  public Reply act(RoomVerb verb, Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            RoomReplies.done(
                moderation.act(
                    RequestIds.actor(caller), RoomFields.room(fields), verb.read(fields)),
                false));
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

  private static ObjectNode bans(RoomKey key, RoomPage<Sanction> page) {
    var json = JsonNodeFactory.instance.objectNode().put("room_id", key.room().value());
    var list = json.putArray("bans");
    page.items().forEach(ban -> list.add(RoomJson.of(ban)));
    json.put("has_more", page.hasMore());
    json.put("cursor", page.hasMore() ? page.items().getLast().user().value() : null);
    return json;
  }
}
