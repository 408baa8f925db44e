package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Moderation over HTTP, and what sockets of `/ws/rooms` hear of it.
class ModerationRoutesTest {
  private static final String GENERAL = "/v1/rooms/1";
  private static final String JOIN = "{\"action\":\"JOIN_ROOM\",\"roomId\":1}";
  private static final String ANN = "{\"user_id\":\"ann\"}";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private RoomClient server;
  private String ann;
  private String mod;
  private String messages;

  @BeforeEach
  void start() throws Exception {
    server =
        new RoomClient(
            folder,
            Map.of(
                "rooms.filter.words", "darn, free money",
                "rooms.filter.links-denied", "evil.com"));
    ann = server.token("ann");
    mod = server.token("mod", "moderator");
    var joined = server.post(ann, GENERAL + "/join", "");
    var conversation = joined.get("conversation_id").stringValue();
    messages = "/v1/conversations/" + conversation + "/messages";
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  @Tag("R13")
  void a_plain_socket_of_who_is_banned_is_told_so_and_watches_no_more() throws Exception {
    try (var page = new PlainWire(http, server.port(), "/ws/rooms?token=" + ann);
        var other = new PlainWire(http, server.port(), "/ws/rooms?token=" + mod)) {
      page.ask(JOIN, "ROOM_STATUS");
      other.ask(JOIN, "ROOM_STATUS");
      var banned =
          server.post(mod, "/api/rooms/1/ban", "{\"targetUserId\":\"ann\",\"reason\":\"spam\"}");
      assertThat(banned.get("currentParticipants").intValue()).isZero();
      var removed = page.until("ROOM_REMOVED");
      assertThat(removed.get("roomId").intValue()).isEqualTo(1);
      assertThat(removed.get("event").stringValue()).isEqualTo("ban");
      assertThat(removed.get("reason").stringValue()).isEqualTo("spam");
      var left = other.until("ROOM_UPDATE");
      assertThat(left.get("event").stringValue()).isEqualTo("USER_LEFT");
      server.post(mod, GENERAL + "/lock", "{}");
      other.until("ROOM_UPDATE");
      page.send(JOIN);
      assertThat(RoomClient.json(page.take()).get("code").stringValue()).isEqualTo("BANNED");
    }
    var refused = server.send(ann, "POST", GENERAL + "/join", "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(RoomClient.json(refused.body()).get("code").stringValue()).isEqualTo("banned");
    var bans = server.get(mod, GENERAL + "/bans").get("bans");
    assertThat(bans.get(0).get("user_id").stringValue()).isEqualTo("ann");
    assertThat(bans.get(0).get("actor_id").stringValue()).isEqualTo("mod");
    var status = server.get(ann, "/api/rooms/1/status");
    assertThat(status.get("authorized").booleanValue()).isFalse();
    assertThat(status.get("slowModeSeconds").intValue()).isZero();
  }

  @Test
  @Tag("R11")
  void each_verb_has_a_route_and_is_for_moderators() throws Exception {
    var bodies =
        Map.of(
            "mute", ANN,
            "unmute", ANN,
            "shadow-ban", "{\"user_id\":\"ann\",\"shadow_banned\":true}",
            "slow-mode", "{\"seconds\":3}",
            "lock", "{\"locked\":true}",
            "delete-messages", ANN,
            "unban", ANN);
    for (var each : bodies.entrySet()) {
      var path = GENERAL + "/" + each.getKey();
      assertThat(server.send(ann, "POST", path, each.getValue()).statusCode())
          .as(path)
          .isEqualTo(403);
      assertThat(server.send(mod, "POST", path, each.getValue()).statusCode())
          .as(path)
          .isEqualTo(200);
    }
    var role = "{\"user_id\":\"ann\",\"role\":\"moderator\"}";
    assertThat(server.send(mod, "POST", GENERAL + "/set-role", role).statusCode()).isEqualTo(403);
    var root = server.token("root", "admin");
    assertThat(server.send(root, "POST", GENERAL + "/set-role", role).statusCode()).isEqualTo(200);
    var owner = "{\"user_id\":\"ann\",\"role\":\"owner\"}";
    assertThat(server.send(root, "POST", GENERAL + "/set-role", owner).statusCode()).isEqualTo(400);
  }

  @Test
  @Tag("R14")
  void the_request_id_is_answered_and_kept_in_the_trail() throws Exception {
    var muted = server.send(mod, "POST", GENERAL + "/mute", ANN, "X-Request-Id", "trace-42");
    assertThat(muted.headers().firstValue("X-Request-Id")).hasValue("trace-42");
    assertThat(lastRequest()).isEqualTo("trace-42");
    var kicked = server.send(mod, "POST", GENERAL + "/kick", ANN, "X-Request-Id", "no spaces!");
    var own = kicked.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(own).matches("[0-9a-f]{16}");
    assertThat(lastRequest()).isEqualTo(own);
    assertThat(server.send("nobody", "GET", "/nowhere", "").headers().firstValue("X-Request-Id"))
        .isPresent();
  }

  @Test
  void words_and_links_that_are_not_allowed_are_refused_in_rooms_and_nowhere_else()
      throws Exception {
    for (var text : new String[] {"DARN it", "get free money", "see evil.com/x"}) {
      var refused = server.send(ann, "POST", messages, "{\"text\":\"" + text + "\"}");
      assertThat(refused.statusCode()).as(text).isEqualTo(422);
      assertThat(RoomClient.json(refused.body()).get("code").stringValue()).isEqualTo("filtered");
    }
    var sent = server.send(ann, "POST", messages, "{\"text\":\"fine\"}");
    assertThat(sent.statusCode()).isEqualTo(201);
    var edited = server.send(ann, "PATCH", messages + "/1", "{\"text\":\"darn\"}");
    assertThat(edited.statusCode()).isEqualTo(422);
    var group = "{\"type\":\"group\",\"member_ids\":[\"bob\"]}";
    var id = server.post(ann, "/v1/conversations", group).get("conversation_id").stringValue();
    var there = "/v1/conversations/" + id + "/messages";
    assertThat(server.send(ann, "POST", there, "{\"text\":\"darn\"}").statusCode()).isEqualTo(201);
  }

  private String lastRequest() throws Exception {
    var events = server.get(mod, GENERAL + "/events").get("events");
    return events.get(0).get("request_id").stringValue();
  }
}
