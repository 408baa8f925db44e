package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The audit trail over HTTP: who may read it, page by page and as CSV.
class AuditRoutesTest {
  private static final String SERVER_KEY = "the operator's key, which opens everything";
  private static final String ROOM = "/v1/rooms/1/audit";
  private static final String HEAD =
      "created_at,room_id,event_no,event,actor_id,target_id,name,reason,detail,expires_at,request_id";

  @TempDir private Path folder;
  private RoomClient server;
  private String ann;
  private String mod;
  private String root;

  @BeforeEach
  void start() throws Exception {
    server =
        new RoomClient(
            folder, Map.of("auth.server-key", SERVER_KEY, "limits.room-join", "10000 per 1m"));
    ann = server.token("ann");
    mod = server.token("mod", "moderator");
    root = server.token("root", "admin");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("R14")
  void every_action_join_and_leave_is_there_with_who_whom_and_why() throws Exception {
    server.post(ann, "/v1/rooms/1/join", "{}");
    server.post(mod, "/v1/rooms/1/mute", "{\"user_id\":\"ann\",\"reason\":\"loud\"}");
    server.post(mod, "/v1/rooms/1/kick", "{\"user_id\":\"ann\",\"reason\":\"louder\"}");
    server.post(ann, "/v1/rooms/2/join", "{}");
    server.post(ann, "/v1/rooms/2/leave", "{}");
    var page = server.get(mod, ROOM);
    assertThat(texts(page.get("events"), "event")).containsExactly("kick", "mute", "join");
    assertThat(page.get("has_more").booleanValue()).isFalse();
    var kick = page.get("events").get(0);
    assertThat(kick.propertyNames())
        .containsExactlyInAnyOrder(
            "room_id",
            "event_no",
            "event",
            "actor_id",
            "target_id",
            "name",
            "reason",
            "detail",
            "expires_at",
            "request_id",
            "created_at");
    assertThat(kick.get("actor_id").stringValue()).isEqualTo("mod");
    assertThat(kick.get("target_id").stringValue()).isEqualTo("ann");
    assertThat(kick.get("reason").stringValue()).isEqualTo("louder");
    assertThat(texts(server.get(root, "/v1/audit").get("events"), "event"))
        .containsExactly("leave", "join", "kick", "mute", "join");
  }

  @Test
  @Tag("A5")
  void moderators_read_their_rooms_trail_and_admins_and_back_ends_the_tenants() throws Exception {
    server.post(ann, "/v1/rooms/1/join", "{}");
    for (var path : List.of(ROOM, "/api/rooms/1/audit", ROOM + "?format=csv")) {
      assertThat(server.send(ann, "GET", path, "").statusCode()).as(path).isEqualTo(403);
      for (var key : List.of(mod, root, SERVER_KEY)) {
        assertThat(server.send(key, "GET", path, "").statusCode()).as(path).isEqualTo(200);
      }
    }
    for (var path : List.of("/v1/audit", "/v1/audit?format=csv")) {
      for (var key : List.of(ann, mod)) {
        assertThat(server.send(key, "GET", path, "").statusCode()).as(path).isEqualTo(403);
      }
      for (var key : List.of(root, SERVER_KEY)) {
        assertThat(server.send(key, "GET", path, "").statusCode()).as(path).isEqualTo(200);
      }
      assertThat(server.send("no token", "GET", path, "").statusCode()).isEqualTo(401);
    }
    assertThat(server.send(mod, "GET", "/v1/rooms/99/audit", "").statusCode()).isEqualTo(404);
  }

  @Test
  void pages_go_on_with_their_cursor_or_before_a_number_and_filters_are_kept() throws Exception {
    for (var i = 0; i < 3; i++) {
      server.post(ann, "/v1/rooms/1/join", "{}");
      server.post(ann, "/v1/rooms/1/leave", "{}");
    }
    var first = server.get(mod, ROOM + "?limit=2&event=join");
    assertThat(numbers(first)).containsExactly(5L, 3L);
    var next = ROOM + "?limit=2&event=join&before=" + first.get("cursor").stringValue();
    assertThat(numbers(server.get(mod, next))).containsExactly(1L);
    assertThat(server.get(mod, next).get("cursor").isNull()).isTrue();
    assertThat(numbers(server.get(mod, ROOM + "?before=3"))).containsExactly(2L, 1L);
    assertThat(numbers(server.get(root, "/v1/audit?actor=ann&limit=1"))).containsExactly(6L);
    assertThat(numbers(server.get(root, "/v1/audit?target=ann"))).isEmpty();
    assertThat(numbers(server.get(root, "/v1/audit?actor=7"))).isEmpty();
    assertThat(numbers(server.get(root, "/v1/audit?to=2020-01-01T00:00:00Z"))).isEmpty();
    assertThat(numbers(server.get(root, "/v1/audit?from=2020-01-01T00:00:00Z"))).hasSize(6);
  }

  @Test
  void what_no_filter_can_be_is_refused_by_name() throws Exception {
    for (var query :
        List.of(
            "event=dance",
            "from=yesterday",
            "to=1",
            "limit=0",
            "limit=101",
            "before=x",
            "before=7",
            "actor=" + "x".repeat(300))) {
      var answer = server.send(root, "GET", "/v1/audit?" + query, "");
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(RoomClient.json(answer.body()).get("message").stringValue())
          .startsWith(query.substring(0, query.indexOf('=')));
    }
    var csv = server.send(root, "GET", "/v1/audit?format=csv&event=dance", "");
    assertThat(csv.statusCode()).isEqualTo(400);
  }

  @Test
  void as_csv_it_is_a_file_that_is_safe_to_open() throws Exception {
    server.post(ann, "/v1/rooms/1/join", "{}");
    var formula = "{\"user_id\":\"ann\",\"reason\":\"=1+1, \\\"x\\\"\"}";
    server.post(mod, "/v1/rooms/1/kick", formula);
    var answer = server.send(mod, "GET", ROOM, "", "Accept", "text/csv");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/csv; charset=utf-8; header=present");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"audit-room-1.csv\"");
    var lines = answer.body().split("\r\n", -1);
    assertThat(lines).hasSize(4).startsWith(HEAD).endsWith("");
    assertThat(lines[1]).contains(",1,2,kick,mod,ann,Ann,\"'=1+1, \"\"x\"\"\",,,");
    assertThat(lines[2]).contains(",1,1,join,ann,,Ann,,,,");
  }

  @Test
  void as_csv_all_of_it_is_sent_while_it_is_read() throws Exception {
    for (var i = 0; i < 600; i++) {
      server.post(ann, "/v1/rooms/1/join", "{}");
      server.post(ann, "/v1/rooms/1/leave", "{}");
    }
    var answer = server.send(root, "GET", "/v1/audit?format=csv", "");
    assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    var lines = answer.body().split("\r\n");
    assertThat(lines).hasSize(1_201).doesNotHaveDuplicates();
    var joins = server.send(root, "GET", "/v1/audit?format=csv&event=join", "");
    assertThat(joins.body().split("\r\n")).hasSize(601);
  }

  @Test
  void a_user_id_is_a_text_whatever_it_looks_like() throws Exception {
    var number = server.token("123456789");
    server.post(number, "/v1/rooms/1/join", "{}");
    var path = "/v1/audit?actor=" + URLEncoder.encode("123456789", StandardCharsets.UTF_8);
    assertThat(numbers(server.get(root, path))).containsExactly(1L);
  }

  private static List<String> texts(JsonNode array, String field) {
    return array.valueStream().map(each -> each.get(field).asString("")).toList();
  }

  private static List<Long> numbers(JsonNode page) {
    return page.get("events").valueStream().map(each -> each.get("event_no").longValue()).toList();
  }
}
