package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Appeals and the review queue over HTTP.
class QueueRoutesTest {
  private static final String SERVER_KEY = "the operator's key, which opens everything";

  @TempDir private Path folder;
  private RoomClient server;
  private String ann;
  private String bob;
  private String mod;

  @BeforeEach
  void start() throws Exception {
    server =
        new RoomClient(folder, Map.of("auth.server-key", SERVER_KEY, "limits.appeal", "3 per 1h"));
    ann = server.token("ann");
    bob = server.token("bob");
    mod = server.token("mod", "moderator");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("R13")
  void an_appeal_against_a_ban_is_decided_and_lifts_it_only_when_told_to() throws Exception {
    server.post(mod, "/v1/rooms/1/ban", "{\"user_id\":\"ann\",\"reason\":\"noise\"}");
    var filed = server.send(ann, "POST", "/v1/rooms/1/appeal", "{\"text\":\"it was not me\"}");
    assertThat(filed.statusCode()).isEqualTo(201);
    var again = server.send(ann, "POST", "/api/rooms/1/appeal", "{\"text\":\"really\"}");
    assertThat(again.statusCode()).isEqualTo(200);
    var id = RoomClient.json(filed.body()).get("review_id").stringValue();
    assertThat(RoomClient.json(again.body()).get("reviewId").stringValue()).isEqualTo(id);

    var waiting = server.get(mod, "/v1/review?state=open&kind=appeal").get("items");
    assertThat(waiting).hasSize(1);
    assertThat(waiting.get(0).propertyNames())
        .containsExactlyInAnyOrder(
            "review_id",
            "kind",
            "room_id",
            "user_id",
            "state",
            "handled_by",
            "note",
            "created_at",
            "reviewed_at",
            "report",
            "appeal");
    assertThat(waiting.get(0).get("appeal").toString())
        .isEqualTo("{\"against\":\"ban\",\"all_rooms\":false,\"text\":\"it was not me\"}");

    var path = "/v1/review/" + id;
    assertThat(server.post(mod, path, "{\"state\":\"resolved\"}").get("handled_by").stringValue())
        .isEqualTo("mod");
    assertThat(server.send(ann, "POST", "/v1/rooms/1/join", "{}").statusCode()).isEqualTo(403);
    assertThat(server.send(mod, "POST", path, "{\"state\":\"rejected\"}").statusCode())
        .isEqualTo(409);
    server.post(mod, path, "{\"state\":\"in_review\"}");
    var lifted =
        server.post(mod, path, "{\"state\":\"resolved\",\"note\":\"sorry\",\"lift\":true}");
    assertThat(texts(lifted.get("history"), "state"))
        .containsExactly("resolved", "in_review", "resolved");
    assertThat(texts(lifted.get("history"), "by")).containsExactly("mod", "mod", "mod");
    assertThat(server.send(ann, "POST", "/v1/rooms/1/join", "{}").statusCode()).isEqualTo(200);
    assertThat(server.get(mod, path)).isEqualTo(lifted);

    var trail = server.get(mod, "/v1/rooms/1/audit").get("events");
    assertThat(texts(trail, "event")).containsExactly("join", "unban", "ban");
    assertThat(trail.get(1).get("reason").stringValue()).isEqualTo("sorry");
    assertThat(trail.get(1).get("request_id").stringValue()).isNotBlank();
  }

  @Test
  void a_mute_is_lifted_too_and_what_a_higher_role_imposed_is_not() throws Exception {
    var root = server.token("root", "admin");
    server.post(root, "/v1/rooms/1/mute", "{\"user_id\":\"ann\",\"minutes\":5}");
    var filed = server.post(ann, "/v1/rooms/1/appeal", "{\"text\":\"please\"}");
    var path = "/v1/review/" + filed.get("review_id").stringValue();
    var lift = "{\"state\":\"resolved\",\"lift\":true}";
    assertThat(server.send(mod, "POST", path, lift).statusCode()).isEqualTo(403);
    assertThat(server.get(mod, path).get("state").stringValue()).isEqualTo("open");
    assertThat(server.post(SERVER_KEY, path, lift).get("handled_by").stringValue())
        .isEqualTo("@system");
    assertThat(texts(server.get(mod, "/v1/rooms/1/audit").get("events"), "event"))
        .containsExactly("unmute", "mute");
    var later = server.send(ann, "POST", "/v1/rooms/1/appeal", "{\"text\":\"x\"}");
    assertThat(later.statusCode()).isEqualTo(403);
    // It is gone already: to decide so again is no error.
    server.post(mod, path, "{\"state\":\"open\"}");
    assertThat(server.send(mod, "POST", path, lift).statusCode()).isEqualTo(200);
  }

  @Test
  void reports_of_what_was_said_in_a_room_wait_in_the_same_queue() throws Exception {
    server.post(ann, "/v1/rooms/1/join", "{}");
    var room = server.post(bob, "/v1/rooms/1/join", "{}");
    var messages = "/v1/conversations/" + room.get("conversation_id").stringValue() + "/messages";
    server.post(ann, messages, "{\"text\":\"something bad\"}");
    server.post(bob, messages + "/1/report", "{\"reason\":\"spam\"}");
    server.post(bob, "/v1/users/ann/report", "{\"reason\":\"spam\"}");
    server.post(mod, "/v1/rooms/1/mute", "{\"user_id\":\"ann\"}");
    server.post(ann, "/v1/rooms/1/appeal", "{\"text\":\"please\"}");

    var first = server.get(mod, "/v1/review?limit=2");
    assertThat(texts(first.get("items"), "kind")).containsExactly("report", "report");
    assertThat(first.get("items").get(0).get("room_id").intValue()).isEqualTo(1);
    assertThat(first.get("items").get(0).get("report").get("message").get("text").stringValue())
        .isEqualTo("something bad");
    assertThat(first.get("items").get(1).get("room_id").isNull()).isTrue();
    var next = server.get(mod, "/v1/review?cursor=" + first.get("cursor").stringValue());
    assertThat(texts(next.get("items"), "kind")).containsExactly("appeal");
    assertThat(server.get(SERVER_KEY, "/v1/review?room_id=1").get("items")).hasSize(2);
    assertThat(server.get(SERVER_KEY, "/v1/admin/reports?state=open").get("reports")).hasSize(2);

    for (var path : List.of("/v1/review", "/v1/review?room_id=1")) {
      assertThat(server.send(bob, "GET", path, "").statusCode()).as(path).isEqualTo(403);
    }
    var id = first.get("items").get(0).get("review_id").stringValue();
    assertThat(server.send(bob, "GET", "/v1/review/" + id, "").statusCode()).isEqualTo(404);
    server.post(mod, "/v1/rooms/1/set-role", "{\"user_id\":\"bob\",\"role\":\"moderator\"}");
    var admin = server.token("root", "admin");
    server.post(admin, "/v1/rooms/1/set-role", "{\"user_id\":\"bob\",\"role\":\"moderator\"}");
    assertThat(server.get(bob, "/v1/review?room_id=1").get("items")).hasSize(2);
    assertThat(server.send(bob, "GET", "/v1/review", "").statusCode()).isEqualTo(403);
    var decided = server.post(bob, "/v1/review/" + id, "{\"state\":\"resolved\"}");
    assertThat(decided.get("state").stringValue()).isEqualTo("resolved");
    var told = server.get(SERVER_KEY, "/v1/admin/reports/" + id);
    assertThat(told.get("resolver").stringValue()).isEqualTo("bob");
  }

  @Test
  void what_cannot_be_is_refused_by_name_and_who_appeals_too_often_has_to_wait() throws Exception {
    for (var query : List.of("state=lost", "kind=dance", "limit=0", "cursor=x", "room_id=0")) {
      assertThat(message(server.send(mod, "GET", "/v1/review?" + query, "").body()))
          .startsWith(query.substring(0, query.indexOf('=')));
    }
    for (var text : List.of("{}", "{\"text\":\" \"}", "{\"text\":\"" + "x".repeat(1_001) + "\"}")) {
      assertThat(message(server.send(ann, "POST", "/v1/rooms/1/appeal", text).body()))
          .startsWith("text");
    }
    var nobody = server.send(mod, "POST", "/v1/review/anope", "{\"state\":\"open\"}");
    assertThat(nobody.statusCode()).isEqualTo(404);
    for (var i = 0; i < 3; i++) {
      server.send(ann, "POST", "/v1/rooms/1/appeal", "{\"text\":\"x\"}");
    }
    var late = server.send(ann, "POST", "/v1/rooms/1/appeal", "{\"text\":\"x\"}");
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(late.headers().firstValue("Retry-After")).isPresent();
  }

  private static String message(String refusal) {
    return RoomClient.json(refusal).get("message").stringValue();
  }

  private static List<String> texts(JsonNode array, String field) {
    return array.valueStream().map(each -> each.get(field).asString("")).toList();
  }
}
