package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The nine routes of the first source system, and the same as ours.
class RoomRoutesTest {
  private static final String GENERAL = "/api/rooms/1";

  @TempDir private Path folder;
  private RoomClient server;
  private String ann;
  private String mod;

  @BeforeEach
  void start() throws Exception {
    server = new RoomClient(folder, Map.of("rooms.seat-grace", "1s"));
    ann = server.token("ann");
    mod = server.token("mod", "moderator");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("R1")
  @Tag("R2")
  void rooms_are_listed_under_both_paths_each_with_its_names() throws Exception {
    var theirs = server.get(ann, "/api/rooms").get("rooms");
    assertThat(texts(theirs, "name")).containsExactly("General", "Music", "Gaming");
    assertThat(theirs.get(0).propertyNames())
        .contains("roomId", "currentParticipants", "maxParticipants", "isFull", "availableSlots");
    var ours = server.get(ann, "/v1/rooms").get("rooms").get(0);
    assertThat(ours.get("room_id").intValue()).isEqualTo(1);
    assertThat(ours.get("max_participants").intValue()).isEqualTo(50);
  }

  @Test
  @Tag("R2")
  @Tag("R3")
  @Tag("R17")
  void who_joins_as_publisher_is_among_the_participants_until_they_leave() throws Exception {
    var joined = server.post(ann, GENERAL + "/join", "{\"asPublisher\":true}");
    assertThat(joined.get("currentParticipants").intValue()).isEqualTo(1);
    assertThat(joined.get("availableSlots").intValue()).isEqualTo(49);
    var all = server.get(mod, GENERAL + "/participants").get("participants");
    assertThat(texts(all, "userId")).containsExactly("ann");
    assertThat(texts(all, "name")).containsExactly("Ann");
    assertThat(texts(all, "mode")).containsExactly("publisher");
    var left = server.send(ann, "POST", GENERAL + "/leave", "");
    assertThat(left.statusCode()).isEqualTo(200);
    assertThat(server.get(ann, GENERAL).get("currentParticipants").intValue()).isZero();
  }

  @Test
  @Tag("R2")
  @Tag("R14")
  void moderators_mute_spotlight_kick_and_read_what_happened_and_others_do_not() throws Exception {
    server.post(ann, GENERAL + "/join", "");
    var whom = "{\"targetUserId\":\"ann\",\"reason\":\"noise\"}";
    for (var what : List.of("/mute", "/spotlight", "/kick")) {
      assertThat(server.send(ann, "POST", GENERAL + what, whom).statusCode()).isEqualTo(403);
      assertThat(server.send(mod, "POST", GENERAL + what, whom).statusCode()).isEqualTo(200);
    }
    assertThat(server.send(ann, "GET", GENERAL + "/events", "").statusCode()).isEqualTo(403);
    var events = server.get(mod, GENERAL + "/events").get("events");
    assertThat(texts(events, "event")).containsExactly("kick", "spotlight", "mute", "join");
    assertThat(texts(events, "reason")).containsExactly("noise", "noise", "noise", "");
    assertThat(server.get(mod, GENERAL + "/participants").get("participants")).isEmpty();
  }

  @Test
  @Tag("R4")
  void a_full_room_says_so_and_lets_the_next_in_when_one_has_left() throws Exception {
    var made = server.post(ann, "/v1/rooms", "{\"name\":\"Two\",\"max_participants\":1}");
    var room = "/v1/rooms/" + made.get("room_id").longValue();
    server.post(ann, room + "/join", "{\"mode\":\"viewer\"}");
    var refused = server.send(mod, "POST", room + "/join", "{}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(RoomClient.json(refused.body()).get("code").stringValue()).isEqualTo("room_full");
    server.post(ann, room + "/leave", "");
    assertThat(server.send(mod, "POST", room + "/join", "{}").statusCode()).isEqualTo(200);
    assertThat(server.send(mod, "DELETE", room, "").statusCode()).isEqualTo(403);
    assertThat(server.send(ann, "DELETE", room, "").statusCode()).isEqualTo(200);
    assertThat(server.send(ann, "GET", room, "").statusCode()).isEqualTo(404);
  }

  @Test
  @Tag("T8")
  void a_poll_of_what_has_not_changed_is_a_304() throws Exception {
    for (var path : List.of(GENERAL, "/api/rooms", GENERAL + "/participants", "/v1/rooms/1")) {
      var first = server.send(ann, "GET", path, "");
      var tag = first.headers().firstValue("ETag").orElseThrow();
      var again = server.send(ann, "GET", path, "", "If-None-Match", tag);
      assertThat(again.statusCode()).as(path).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      server.post(mod, GENERAL + "/join", "");
      assertThat(server.send(ann, "GET", path, "", "If-None-Match", tag).statusCode())
          .as(path)
          .isEqualTo(200);
      server.post(mod, GENERAL + "/leave", "");
    }
  }

  @Test
  @Tag("A8")
  void the_thirty_first_join_of_a_minute_has_to_wait() throws Exception {
    for (var i = 0; i < 30; i++) {
      assertThat(server.send(ann, "POST", GENERAL + "/join", "").statusCode()).isEqualTo(200);
    }
    var refused = server.send(ann, "POST", GENERAL + "/join", "");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(server.send(mod, "POST", GENERAL + "/join", "").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("R7")
  void who_polls_keeps_a_seat_and_who_does_not_loses_it() throws Exception {
    server.post(ann, GENERAL + "/join", "");
    server.post(mod, GENERAL + "/join", "");
    var end = System.nanoTime() + 10_000_000_000L;
    while (server.get(ann, GENERAL).get("currentParticipants").intValue() == 2) {
      assertThat(System.nanoTime()).as("the other's seat comes back").isLessThan(end);
      LockSupport.parkNanos(50_000_000);
    }
    var left = server.get(ann, GENERAL + "/participants").get("participants");
    assertThat(texts(left, "userId")).containsExactly("ann");
  }

  @Test
  void what_is_malformed_or_not_there_is_refused() throws Exception {
    assertThat(server.send(ann, "GET", "/api/rooms/9", "").statusCode()).isEqualTo(404);
    assertThat(server.send(ann, "GET", "/api/rooms/x", "").statusCode()).isEqualTo(400);
    assertThat(server.send(ann, "POST", GENERAL + "/join", "{\"mode\":\"x\"}").statusCode())
        .isEqualTo(400);
    assertThat(server.send(ann, "POST", GENERAL + "/join", "[]").statusCode()).isEqualTo(400);
    assertThat(server.send("no token", "GET", "/api/rooms", "").statusCode()).isEqualTo(401);
    var other = server.send(ann, "POST", GENERAL + "/join", "{\"userId\":\"bob\"}");
    assertThat(other.statusCode()).isEqualTo(403);
  }

  private static List<String> texts(JsonNode array, String field) {
    return array.valueStream().map(each -> each.get(field).asString("")).toList();
  }
}
