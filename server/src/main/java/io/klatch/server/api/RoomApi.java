package io.klatch.server.api;

import io.klatch.domain.account.Identity;
import io.klatch.domain.chat.Restraint;
import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.room.Participant;
import io.klatch.domain.room.Room;
import io.klatch.domain.room.RoomActor;
import io.klatch.domain.room.RoomEvent;
import io.klatch.domain.room.RoomId;
import io.klatch.domain.room.RoomKey;
import io.klatch.domain.room.RoomModeration;
import io.klatch.domain.room.RoomPage;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomRules;
import io.klatch.domain.room.RoomStanding;
import io.klatch.domain.room.Rooms;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.RoomJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rooms as JSON. All block; call on a virtual thread.
public final class RoomApi {
  private final Rooms rooms;
  private final RoomModeration moderation;
  private final MeterRegistry meters;

  public RoomApi(Rooms rooms, RoomModeration moderation, MeterRegistry meters) {
    this.rooms = rooms;
    this.moderation = moderation;
    this.meters = meters;
  }

  /// `room:list {limit?, cursor?}`
  public Reply list(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var after = fields.wholeOrNull("cursor", 1, RoomId.MAX);
          var limit = RoomFields.limit(fields, RoomRules.PAGE_MAX);
          return RoomReplies.read(
              rooms.list(caller.tenant(), limit, after == null ? null : new RoomId(after)),
              RoomApi::page);
        });
  }

  /// `room:get {room_id}`
  public Reply get(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload, fields -> RoomReplies.read(rooms.find(key(caller, fields)), RoomJson::of));
  }

  /// `room:activity {room_id}`
  public Reply activity(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload, fields -> RoomReplies.read(rooms.activity(key(caller, fields)), RoomJson::of));
  }

  /// `room:participants {room_id, limit?, cursor?}`
  public Reply participants(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var key = key(caller, fields);
          var after = RoomFields.userOrNull(fields, "cursor");
          var limit = RoomFields.limit(fields, RoomRules.PAGE_MAX);
          return RoomReplies.read(
              rooms.participants(key, limit, after), page -> participants(key, page));
        });
  }

  /// `room:events {room_id, limit?, before?}`
  public Reply events(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields -> {
          var key = key(caller, fields);
          var before = fields.wholeOrNull("before", 1, Long.MAX_VALUE);
          var limit = RoomFields.limit(fields, RoomRules.EVENTS_DEFAULT);
          var found =
              rooms.events(
                  RoomActor.of(caller),
                  key.room(),
                  limit,
                  before == null ? Long.MAX_VALUE : before);
          return RoomReplies.read(found, page -> events(key, page));
        });
  }

  /// `room:create {name, description?, max_participants?, max_publishers?, ttl_hours?}`
  public Reply create(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            RoomReplies.done(
                rooms.create(
                    RequestIds.actor(caller),
                    RoomFields.name(fields),
                    RoomFields.description(fields),
                    RoomFields.terms(fields, rooms.capacity()),
                    RoomFields.ttl(fields)),
                true));
  }

  /// `room:close {room_id}`
  public Reply close(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            RoomReplies.done(
                rooms.close(RequestIds.actor(caller), RoomFields.room(fields)), false));
  }

  /// `room:join {room_id, mode?}`
  public Reply join(Identity caller, @Nullable JsonNode payload) {
    var reply =
        ChatApi.read(
            payload,
            fields ->
                RoomReplies.done(
                    rooms.join(
                        RequestIds.actor(caller), RoomFields.room(fields), RoomFields.mode(fields)),
                    false));
    var result = reply instanceof Reply.Refused refused ? refused.code().wire() : "ok";
    meters.counter("klatch.room.joins", "result", result).increment();
    return reply;
  }

  /// `room:leave {room_id}`
  public Reply leave(Identity caller, @Nullable JsonNode payload) {
    return ChatApi.read(
        payload,
        fields ->
            RoomReplies.done(
                rooms.leave(RequestIds.actor(caller), RoomFields.room(fields)), false));
  }

  /// `room:watch {room_id}`. Whether the caller is banned is looked at when they watch already: a
  /// ban that comes later takes them away, and one that came before is seen.
  ///
  /// @param watch answers how many rooms are watched then, -1 when it would be too many
  /// @param unwatch takes that back
  public Reply watch(
      Identity caller,
      @Nullable JsonNode payload,
      ToIntFunction<Room> watch,
      Consumer<Room> unwatch) {
    return ChatApi.read(
        payload,
        fields ->
            switch (rooms.find(key(caller, fields))) {
              case RoomRead.Found<Room> found -> {
                var watching = watch.applyAsInt(found.value());
                var ban = ban(caller, found.value());
                if (ban != null) {
                  unwatch.accept(found.value());
                }
                yield ban == null ? watched(found, watching) : ban;
              }
              case RoomRead<Room> other -> RoomReplies.read(other, RoomJson::of);
            });
  }

  /// `room:unwatch {room_id}`
  ///
  /// @param unwatch answers how many rooms are still watched
  public Reply unwatch(Identity caller, @Nullable JsonNode payload, ToIntFunction<Room> unwatch) {
    return ChatApi.read(
        payload,
        fields ->
            switch (rooms.find(key(caller, fields))) {
              case RoomRead.Found<Room> found -> watched(found, unwatch.applyAsInt(found.value()));
              case RoomRead<Room> other -> RoomReplies.read(other, RoomJson::of);
            });
  }

  /// Why the caller may not look into the room; null when they may.
  public @Nullable Refused ban(Identity caller, Room room) {
    return switch (moderation.standing(RoomActor.of(caller), room.id())) {
      case RoomRead.Found<RoomStanding>(var standing) -> {
        var ban = standing.ban();
        yield ban == null ? null : Refusals.restrained(new Restraint.Banned(ban.expiresAt()));
      }
      case RoomRead.Unavailable<RoomStanding>() -> Refusals.unavailable();
      case RoomRead.NotFound<RoomStanding> _, RoomRead.NotAllowed<RoomStanding> _ ->
          Refused.of(ErrorCode.NOT_FOUND, "no such room");
    };
  }

  /// For who speaks of rooms in other words.
  public RoomRead<Room> find(RoomKey key) {
    return rooms.find(key);
  }

  private static Reply watched(RoomRead.Found<Room> found, int watching) {
    return watching < 0
        ? Refused.of(ErrorCode.LIMIT_REACHED, "a socket watches only so many rooms; unwatch some")
        : RoomReplies.read(found, room -> RoomJson.of(room).put("watching", watching));
  }

  private static RoomKey key(Identity caller, Payload fields) {
    return new RoomKey(caller.tenant(), RoomFields.room(fields));
  }

  private static ObjectNode page(RoomPage<Room> page) {
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("rooms");
    page.items().forEach(room -> list.add(RoomJson.of(room)));
    json.put("has_more", page.hasMore());
    json.put("cursor", page.hasMore() ? page.items().getLast().id().value() : null);
    return json;
  }

  private static ObjectNode participants(RoomKey key, RoomPage<Participant> page) {
    var json = JsonNodeFactory.instance.objectNode().put("room_id", key.room().value());
    var list = json.putArray("participants");
    page.items().forEach(one -> list.add(RoomJson.of(one)));
    json.put("has_more", page.hasMore());
    json.put("cursor", page.hasMore() ? page.items().getLast().user().value() : null);
    return json;
  }

  private static ObjectNode events(RoomKey key, RoomPage<RoomEvent> page) {
    var json = JsonNodeFactory.instance.objectNode().put("room_id", key.room().value());
    var list = json.putArray("events");
    page.items().forEach(event -> list.add(RoomJson.of(event)));
    json.put("has_more", page.hasMore());
    return json;
  }
}
