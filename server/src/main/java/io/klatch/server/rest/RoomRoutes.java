package io.klatch.server.rest;

import io.klatch.domain.account.Identity;
import io.klatch.server.api.ModerationApi;
import io.klatch.server.api.Reply;
import io.klatch.server.api.RoomApi;
import io.klatch.server.api.RoomVerb;
import io.klatch.server.http.HttpHandler;
import io.klatch.server.http.Request;
import io.klatch.server.http.Response;
import io.klatch.server.http.Router;
import io.klatch.server.json.CamelCase;
import java.util.function.BiFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rooms under `/v1/rooms`, and under `/api/rooms` with the names of the first source system: the
/// same commands as the events. What is read bears an ETag, so that a poll of what has not changed
/// is a 304.
public final class RoomRoutes {
  private static final String V1 = "/v1/rooms";
  private static final String SOURCE = "/api/rooms";

  private final RoomApi rooms;
  private final ModerationApi moderation;
  private final Callers callers;

  public RoomRoutes(RoomApi rooms, ModerationApi moderation, Callers callers) {
    this.rooms = rooms;
    this.moderation = moderation;
    this.callers = callers;
  }

  public void addTo(Router.Builder router) {
    addTo(router, V1, false);
    addTo(router, SOURCE, true);
    router.get(V1 + "/{id}/activity", query(rooms::activity, false));
    router.post(V1, command(rooms::create, false));
    router.delete(V1 + "/{id}", command(rooms::close, false));
  }

  private void addTo(Router.Builder router, String at, boolean camel) {
    router.get(at, query(rooms::list, camel));
    router.get(at + "/{id}", query(rooms::get, camel));
    router.get(at + "/{id}/participants", query(rooms::participants, camel));
    router.get(at + "/{id}/events", query(rooms::events, camel));
    router.post(at + "/{id}/join", command(rooms::join, camel));
    router.post(at + "/{id}/leave", command(rooms::leave, camel));
    addModeration(router, at, camel);
  }

  private void addModeration(Router.Builder router, String at, boolean camel) {
    router.get(at + "/{id}/status", query(moderation::status, camel));
    router.get(at + "/{id}/bans", query(moderation::bans, camel));
    for (var verb : RoomVerb.values()) {
      router.post(
          at + "/{id}/" + verb.path(),
          command((caller, payload) -> moderation.act(verb, caller, payload), camel));
    }
    router.post(at + "/{id}/delete-messages", command(moderation::deleteMessages, camel));
  }

  private HttpHandler query(BiFunction<Identity, @Nullable JsonNode, Reply> read, boolean camel) {
    return callers.only((caller, request) -> {
      var payload = Bodies.query(request, "limit", "before");
      var cursor = request.query().get("cursor");
      if (cursor != null && isOfUsers(request.path())) {
        payload.put("cursor", cursor);
      } else if (cursor != null) {
        Bodies.whole(payload, "cursor", cursor);
      }
      return tagged(answer(read.apply(caller, withRoom(payload, request)), camel));
    });
  }

  /// Whether its cursor is a user's id.
  private static boolean isOfUsers(String path) {
    return path.endsWith("/participants") || path.endsWith("/bans");
  }

  private HttpHandler command(BiFunction<Identity, @Nullable JsonNode, Reply> act, boolean camel) {
    return callers.only((caller, request) -> {
      var body = request.body().length == 0 ? empty() : Bodies.object(request);
      if (body != null && camel) {
        rename(body, "asPublisher", "as_publisher");
        rename(body, "targetUserId", "user_id");
        rename(body, "allRooms", "all_rooms");
        rename(body, "shadowBanned", "shadow_banned");
      }
      var payload = body == null ? null : withRoom(body, request);
      return answer(act.apply(caller, payload), camel);
    });
  }

  private static ObjectNode withRoom(ObjectNode payload, Request request) {
    var id = request.variables().get("id");
    if (id != null) {
      Bodies.whole(payload, "room_id", id);
    }
    return payload;
  }

  private static Response answer(Reply reply, boolean camel) {
    return camel ? Answers.of(reply, CamelCase.of(reply.json())) : Answers.of(reply);
  }

  /// The tag is of the bytes, so it says "unchanged" exactly when they are.
  private static Response tagged(Response response) {
    if (response.status() != 200) {
      return response;
    }
    var sum = new CRC32C();
    sum.update(response.body());
    var tag = "\"%08x-%x\"".formatted(sum.getValue(), response.body().length);
    return response.with("ETag", tag).with("Cache-Control", "private, no-cache");
  }

  private static void rename(ObjectNode body, String from, String to) {
    var value = body.remove(from);
    if (value != null) {
      body.set(to, value);
    }
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }
}
