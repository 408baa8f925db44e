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

/// What is read of rooms over HTTP: how full they are, how lively, and what happened.
class RoomReadingTest {
  @TempDir private Path folder;
  private RoomClient server;
  private String ann;
  private String mod;

  @BeforeEach
  void start() throws Exception {
    var settings = Map.of("limits.room-join", "1000 per 1m", "rooms.seed", "General:50, Club:2");
    server = new RoomClient(folder, settings);
    ann = server.token("ann");
    mod = server.token("mod", "moderator");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("R1")
  void the_rooms_of_the_configuration_are_those_there_are() throws Exception {
    var rooms = server.get(ann, "/v1/rooms").get("rooms");
    assertThat(rooms.valueStream().map(it -> it.get("name").stringValue()))
        .containsExactly("General", "Club");
    assertThat(rooms.get(1).get("max_participants").intValue()).isEqualTo(2);
    assertThat(rooms.get(1).get("permanent").booleanValue()).isTrue();
    assertThat(rooms.get(1).get("expires_at").isNull()).isTrue();
    assertThat(server.send(mod, "DELETE", "/v1/rooms/2", "").statusCode()).isEqualTo(403);
  }

  @Test
  @Tag("R14")
  void of_what_happened_the_newest_twenty_are_told_where_nobody_says_how_many() throws Exception {
    for (var i = 0; i < 13; i++) {
      server.post(ann, "/api/rooms/1/join", "");
      server.post(ann, "/api/rooms/1/leave", "");
    }
    for (var path : List.of("/api/rooms/1/events", "/v1/rooms/1/events")) {
      var page = server.get(mod, path);
      assertThat(page.get("events")).hasSize(20);
      var camel = path.startsWith("/api");
      var number = camel ? "eventNo" : "event_no";
      assertThat(page.get("events").get(0).get(number).longValue()).isEqualTo(26);
      assertThat(page.get(camel ? "hasMore" : "has_more").booleanValue()).isTrue();
      assertThat(server.get(mod, path + "?before=7&limit=100").get("events")).hasSize(6);
    }
  }

  @Test
  @Tag("R10")
  void a_rooms_figures_are_its_members_now_the_most_there_were_and_how_lively_it_is()
      throws Exception {
    server.post(ann, "/v1/rooms/1/join", "{}");
    server.post(mod, "/v1/rooms/1/join", "{}");
    server.post(ann, "/v1/rooms/1/leave", "{}");
    var room = server.get(ann, "/v1/rooms/1");
    assertThat(room.get("current_participants").intValue()).isEqualTo(1);
    assertThat(room.get("peak_participants").intValue()).isEqualTo(2);
    var activity = server.get(ann, "/v1/rooms/1/activity");
    assertThat(activity.get("joins").intValue()).isEqualTo(2);
    assertThat(activity.get("messages").intValue()).isZero();
    assertThat(activity.get("level").stringValue()).isEqualTo("low");
    assertThat(activity.get("peak_participants").intValue()).isEqualTo(2);
  }

  @Test
  @Tag("R6")
  void all_seats_may_be_publishers_and_who_is_one_too_many_is_told_so() throws Exception {
    for (var i = 0; i < 50; i++) {
      var joined =
          server.post(server.token("p" + i), "/api/rooms/1/join", "{\"asPublisher\":true}");
      assertThat(joined.get("participant").get("mode").stringValue()).isEqualTo("publisher");
    }
    assertThat(server.get(ann, "/v1/rooms/1").get("current_publishers").intValue()).isEqualTo(50);
    assertThat(server.send(ann, "POST", "/api/rooms/1/join", "").statusCode()).isEqualTo(409);
    var few =
        server.post(
            ann, "/v1/rooms", "{\"name\":\"S\",\"max_participants\":60,\"max_publishers\":1}");
    var stage = "/v1/rooms/" + few.get("room_id").longValue() + "/join";
    for (var i = 0; i < 60; i++) {
      var mode = i == 0 ? "publisher" : "viewer";
      var joined = server.post(server.token("p" + i), stage, "{\"mode\":\"" + mode + "\"}");
      assertThat(joined.get("ok").booleanValue()).isTrue();
    }
  }
}
