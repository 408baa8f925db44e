package io.klatch.server.api;

import io.klatch.domain.kernel.ErrorCode;
import io.klatch.domain.room.DeletedMessages;
import io.klatch.domain.room.RoomRead;
import io.klatch.domain.room.RoomResult;
import io.klatch.server.api.Reply.Ok;
import io.klatch.server.api.Reply.Refused;
import io.klatch.server.json.RoomJson;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer to each result of rooms. Pure functions.
final class RoomReplies {
  private RoomReplies() {}

  /// `{ok, …room, participant, changed}`
  static Reply done(RoomResult result, boolean makes) {
    return switch (result) {
      case RoomResult.Done(var room, var participant, var changed) -> {
        var json = ok();
        json.setAll(RoomJson.of(room));
        if (participant == null) {
          json.putNull("participant");
        } else {
          json.set("participant", RoomJson.of(participant));
        }
        json.put("changed", changed);
        yield new Ok(json, makes);
      }
      case RoomResult.NotFound() -> noSuchRoom();
      case RoomResult.Full(var capacity) ->
          Refused.of(
              ErrorCode.ROOM_FULL,
              "the room is full, " + capacity + " are in: watch it, and join when one has left");
      case RoomResult.NoPublisherPlace(var publishersMax) ->
          Refused.of(
              ErrorCode.ROOM_FULL,
              "the room has as many publishers as it may, " + publishersMax + ": join as viewer");
      case RoomResult.NoSuchParticipant(var user) ->
          Refused.of(ErrorCode.NOT_FOUND, user + " is not in the room");
      case RoomResult.NotAllowed(var role) -> notAllowed(role.wire());
      case RoomResult.Restrained(var why) -> Refusals.restrained(why);
      case RoomResult.Permanent() ->
          Refused.of(ErrorCode.FORBIDDEN, "a room of the configuration stays: see rooms.seed");
      case RoomResult.TooManyRooms(var roomsMax) ->
          Refused.of(
              ErrorCode.LIMIT_REACHED, "there are " + roomsMax + " rooms already: close one");
      case RoomResult.RateLimited(var retryAfter) ->
          new Refused(ErrorCode.RATE_LIMITED, "joining rooms too often", retryAfter);
      case RoomResult.Unavailable() -> Refusals.unavailable();
    };
  }

  /// `{ok, deleted, has_more}`
  static Reply deleted(DeletedMessages result) {
    return switch (result) {
      case DeletedMessages.Done(var count, var hasMore) ->
          new Ok(ok().put("deleted", count).put("has_more", hasMore), false);
      case DeletedMessages.Refused(var why) -> done(why, false);
    };
  }

  static <T> Reply read(RoomRead<T> result, Function<T, ObjectNode> fields) {
    return switch (result) {
      case RoomRead.Found<T>(var value) -> {
        var json = ok();
        json.setAll(fields.apply(value));
        yield new Ok(json, false);
      }
      case RoomRead.NotFound<T>() -> noSuchRoom();
      case RoomRead.NotAllowed<T>(var role) -> notAllowed(role.wire());
      case RoomRead.Unavailable<T>() -> Refusals.unavailable();
    };
  }

  private static Refused noSuchRoom() {
    return Refused.of(ErrorCode.NOT_FOUND, "no such room");
  }

  private static Refused notAllowed(String role) {
    return Refused.of(
        ErrorCode.FORBIDDEN, "your role in the room, " + role + ", does not allow it");
  }

  private static ObjectNode ok() {
    return JsonNodeFactory.instance.objectNode().put("ok", true);
  }
}
