package io.klatch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `/ws/rooms` as clients of the second source system use it.
class RoomSocketsTest {
  private static final String SERVER_KEY = "the operator's key, which opens everything";
  private static final String JOIN = "{\"action\":\"JOIN_ROOM\",\"roomId\":1,\"userId\":\"ann\"}";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private RoomClient server;
  private String ann;
  private String bob;

  @BeforeEach
  void start() throws Exception {
    var settings =
        Map.of(
            "rooms.seat-grace", "1s",
            "auth.server-key", SERVER_KEY,
            "socketio.ping-interval", "1s");
    server = new RoomClient(folder, settings);
    ann = server.token("ann");
    bob = server.token("bob");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  @Tag("T2")
  @Tag("T5")
  @Tag("T6")
  void the_sample_client_is_told_of_everything_with_every_field() throws Exception {
    try (var page = open("?userId=ann&token=" + ann)) {
      var hello = page.until("CONNECTION_ESTABLISHED");
      assertThat(hello.propertyNames())
          .containsExactlyInAnyOrder("type", "userId", "timestamp", "message");
      assertThat(hello.get("userId").stringValue()).isEqualTo("ann");
      assertThat(hello.get("message").stringValue()).isEqualTo("Connected to room updates");
      var status = page.ask(JOIN, "ROOM_STATUS");
      assertThat(status.propertyNames())
          .containsExactlyInAnyOrder("type", "roomId", "connectedClients", "timestamp");
      assertThat(status.get("roomId").intValue()).isEqualTo(1);
      assertThat(status.get("connectedClients").intValue()).isEqualTo(1);
      server.post(bob, "/api/rooms/1/join", "{\"asPublisher\":true}");
      var joined = page.until("ROOM_UPDATE");
      assertThat(joined.propertyNames())
          .containsExactlyInAnyOrder(
              "type",
              "roomId",
              "event",
              "participantName",
              "currentParticipants",
              "maxParticipants",
              "isFull",
              "availableSlots",
              "timestamp");
      assertUpdate(joined, "USER_JOINED", "Bob", 1);
      assertThat(joined.get("availableSlots").intValue()).isEqualTo(49);
      server.post(bob, "/api/rooms/1/leave", "");
      assertUpdate(page.until("ROOM_UPDATE"), "USER_LEFT", "Bob", 0);
    }
  }

  @Test
  @Tag("T4")
  void the_other_frames_are_answered_and_who_leaves_is_told_nothing_more() throws Exception {
    try (var page = open("?token=" + ann)) {
      page.ask(JOIN, "ROOM_STATUS");
      assertThat(page.ask("{\"action\":\"PING\"}", "PONG").propertyNames())
          .containsExactlyInAnyOrder("type", "timestamp");
      page.ask("{\"action\":\"LEAVE_ROOM\",\"roomId\":1,\"userId\":\"ann\"}", "ROOM_STATUS");
      var status = page.ask("{\"action\":\"GET_ROOM_STATUS\",\"roomId\":1}", "ROOM_STATUS");
      assertThat(status.get("connectedClients").intValue()).isZero();
      server.post(bob, "/api/rooms/1/join", "");
      page.send("{\"action\":\"PING\"}");
      assertThat(RoomClient.json(page.take()).get("type").stringValue()).isEqualTo("PONG");
    }
  }

  @Test
  @Tag("T7")
  void full_and_available_are_told_when_it_becomes_so() throws Exception {
    var made = server.post(ann, "/v1/rooms", "{\"name\":\"One\",\"max_participants\":1}");
    var id = made.get("room_id").longValue();
    try (var page = open("?token=" + ann)) {
      page.ask("{\"action\":\"JOIN_ROOM\",\"roomId\":" + id + "}", "ROOM_STATUS");
      server.post(bob, "/v1/rooms/" + id + "/join", "");
      assertUpdate(page.until("ROOM_UPDATE"), "USER_JOINED", "Bob", 1);
      var full = page.until("ROOM_UPDATE");
      assertUpdate(full, "ROOM_STATUS_CHANGED", "Bob", 1);
      assertThat(full.get("isFull").booleanValue()).isTrue();
      server.post(bob, "/v1/rooms/" + id + "/leave", "");
      assertUpdate(page.until("ROOM_UPDATE"), "USER_LEFT", "Bob", 0);
      assertUpdate(page.until("ROOM_UPDATE"), "ROOM_STATUS_CHANGED", "Bob", 0);
    }
  }

  @Test
  void a_frame_may_take_a_seat_too_which_comes_back_when_the_connection_is_lost() throws Exception {
    try (var watcher = open("?token=" + bob)) {
      watcher.ask("{\"action\":\"JOIN_ROOM\",\"roomId\":1}", "ROOM_STATUS");
      var page = open("?token=" + ann);
      page.ask("{\"action\":\"JOIN_ROOM\",\"roomId\":1,\"join\":true}", "ROOM_STATUS");
      assertUpdate(watcher.until("ROOM_UPDATE"), "USER_JOINED", "Ann", 1);
      page.drop();
      assertUpdate(watcher.until("ROOM_UPDATE"), "USER_LEFT", "Ann", 0);
    }
  }

  @Test
  @Tag("T5")
  void who_has_a_seat_is_told_without_watching_once_each_and_no_more_when_it_is_given_back()
      throws Exception {
    server.post(ann, "/api/rooms/1/join", "");
    try (var page = open("?token=" + ann)) {
      page.until("CONNECTION_ESTABLISHED");
      server.post(bob, "/api/rooms/1/join", "");
      assertUpdate(page.until("ROOM_UPDATE"), "USER_JOINED", "Bob", 2);
      page.ask(JOIN, "ROOM_STATUS");
      server.post(bob, "/api/rooms/1/leave", "");
      assertUpdate(page.until("ROOM_UPDATE"), "USER_LEFT", "Bob", 1);
      page.ask("{\"action\":\"LEAVE_ROOM\",\"roomId\":1}", "ROOM_STATUS");
      server.post(ann, "/api/rooms/1/leave", "");
      assertUpdate(page.until("ROOM_UPDATE"), "USER_LEFT", "Ann", 0);
      server.post(bob, "/api/rooms/1/join", "");
      server.post(ann, "/api/rooms/1/join", "");
      assertUpdate(page.until("ROOM_UPDATE"), "USER_JOINED", "Ann", 2);
    }
  }

  @Test
  @Tag("T3")
  void a_user_who_is_not_the_tokens_is_refused_wherever_it_is_named() {
    try (var page = open("?userId=bob&token=" + ann)) {
      assertThat(page.until("ERROR").get("code").stringValue()).isEqualTo("USER_MISMATCH");
      assertThat(page.untilClosed()).isEqualTo("1008 user_mismatch");
    }
    try (var page = open("?token=" + bob)) {
      var error = page.ask(JOIN, "ERROR");
      assertThat(error.get("code").stringValue()).isEqualTo("USER_MISMATCH");
      assertThat(error.get("action").stringValue()).isEqualTo("JOIN_ROOM");
      page.ask("{\"action\":\"PING\"}", "PONG");
    }
  }

  @Test
  @Tag("T2")
  void the_token_may_be_in_a_sub_protocol_or_in_the_first_frame() {
    try (var page =
        new PlainWire(http, server.port(), "/ws/rooms", "klatch.rooms", "bearer." + ann)) {
      assertThat(page.protocol()).isEqualTo("klatch.rooms");
      page.until("CONNECTION_ESTABLISHED");
    }
    try (var page = open("")) {
      page.send("{\"action\":\"AUTHENTICATE\",\"token\":\"" + ann + "\"}");
      page.until("CONNECTION_ESTABLISHED");
      page.ask("{\"action\":\"PING\"}", "PONG");
    }
  }

  @Test
  void without_a_good_token_nothing_is_told() {
    try (var page = open("?userId=ann")) {
      assertThat(page.ask(JOIN, "ERROR").get("code").stringValue()).isEqualTo("UNAUTHORIZED");
    }
    try (var page = open("?token=x")) {
      assertThat(page.until("ERROR").get("code").stringValue()).isEqualTo("UNAUTHORIZED");
      assertThat(page.untilClosed()).isEqualTo("1008 unauthorized");
    }
  }

  @Test
  void what_is_malformed_is_refused_and_whoever_goes_on_has_to_go() {
    try (var page = open("?token=" + ann)) {
      page.until("CONNECTION_ESTABLISHED");
      for (var frame :
          new String[] {"x", "[]", "{}", "{\"action\":\"JOIN_ROOM\"}", "{\"action\":\"DANCE\"}"}) {
        assertThat(page.ask(frame, "ERROR").get("message").stringValue()).isNotBlank();
      }
      var unknown = page.ask("{\"action\":\"JOIN_ROOM\",\"roomId\":99}", "ERROR");
      assertThat(unknown.get("code").stringValue()).isEqualTo("NOT_FOUND");
      for (var i = 0; i < 44; i++) {
        page.ask("x", "ERROR");
      }
      assertThat(page.untilClosed()).isEqualTo("1008 too many refusals");
    }
  }

  @Test
  void a_page_of_a_foreign_origin_is_turned_away_at_the_door() {
    var asked =
        http.newWebSocketBuilder()
            .header("Origin", "https://evil.example")
            .buildAsync(
                URI.create("ws://127.0.0.1:" + server.port() + "/ws/rooms?token=" + ann),
                new WebSocket.Listener() {});
    assertThatThrownBy(asked::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void who_asks_without_a_websocket_is_told_to_upgrade() throws Exception {
    assertThat(server.send(ann, "GET", "/ws/rooms", "").statusCode()).isEqualTo(426);
    assertThat(server.send(ann, "POST", "/ws/rooms", "").statusCode()).isEqualTo(405);
    assertThat(server.send(ann, "GET", "/ws/other", "").statusCode()).isEqualTo(404);
  }

  @Test
  void whose_token_is_taken_back_has_to_go() throws Exception {
    try (var page = open("?token=" + ann)) {
      page.until("CONNECTION_ESTABLISHED");
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.port() + "/v1/tokens/revoke"))
              .header("Authorization", "Bearer " + SERVER_KEY)
              .POST(HttpRequest.BodyPublishers.ofString("{\"user_id\":\"ann\"}"))
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(page.untilClosed()).isEqualTo("1008 the token was revoked");
    }
  }

  @Test
  @Tag("T17")
  void who_runs_a_tenant_sees_how_many_watch_what() throws Exception {
    try (var page = open("?token=" + ann);
        var other = open("?token=" + ann)) {
      page.ask(JOIN, "ROOM_STATUS");
      other.ask("{\"action\":\"JOIN_ROOM\",\"roomId\":2}", "ROOM_STATUS");
      var stats = server.get(server.token("root", "admin"), "/v1/admin/stats");
      assertThat(stats.toString())
          .isEqualTo(
              "{\"ok\":true,\"totalRoomsWithClients\":2,\"totalConnections\":2,"
                  + "\"totalUsersTracked\":1,\"activeRooms\":[1,2]}");
      assertThat(server.send(ann, "GET", "/v1/admin/stats", "").statusCode()).isEqualTo(403);
    }
  }

  private PlainWire open(String query) {
    return new PlainWire(http, server.port(), "/ws/rooms" + query);
  }

  private static void assertUpdate(JsonNode update, String event, String name, int participants) {
    assertThat(update.get("event").stringValue()).as(update.toString()).isEqualTo(event);
    assertThat(update.get("participantName").stringValue()).isEqualTo(name);
    assertThat(update.get("currentParticipants").intValue()).isEqualTo(participants);
  }
}
