package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.Role;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.room.RoomAct;
import io.klatch.domain.room.RoomId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Rooms over Socket.IO.
class RoomTest {
  private static final String GENERAL = "{\"room_id\":1}";

  @TempDir private Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("R16")
  @Tag("R5")
  void who_watches_sees_who_comes_and_goes_and_takes_no_seat() {
    try (var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      var watched = bob.ask("room:watch", GENERAL);
      assertThat(watched.get("current_participants").intValue()).isZero();
      assertThat(watched.get("watching").intValue()).isEqualTo(1);
      ann.ask("room:join", GENERAL);
      var joined = bob.nth(1, "room:update").first();
      assertThat(joined.get("event").stringValue()).isEqualTo("join");
      assertThat(joined.get("user_id").stringValue()).isEqualTo("ann");
      assertThat(joined.get("current_participants").intValue()).isEqualTo(1);
      ann.ask("room:leave", GENERAL);
      assertThat(bob.nth(2, "room:update").first().get("event").stringValue()).isEqualTo("leave");
      bob.ask("room:unwatch", GENERAL);
      ann.ask("room:join", GENERAL);
      ann.nth(3, "room:update");
      assertThat(bob.ask("room:get", GENERAL).get("current_participants").intValue()).isEqualTo(1);
      assertThat(bob.all("room:update")).hasSize(2);
    }
  }

  @Test
  @Tag("T7")
  void full_and_available_are_told_when_it_becomes_so() {
    try (var ann = server.signedIn("ann")) {
      var made = ann.ask("room:create", "{\"name\":\"One\",\"max_participants\":1}");
      var room = "{\"room_id\":" + made.get("room_id").longValue() + "}";
      ann.ask("room:join", room);
      assertThat(ann.nth(3, "room:update").first().get("event").stringValue()).isEqualTo("full");
      try (var bob = server.signedIn("bob")) {
        assertThat(bob.ask("room:join", room).get("code").stringValue()).isEqualTo("room_full");
      }
      ann.ask("room:leave", room);
      assertThat(ann.nth(5, "room:update").first().get("event").stringValue())
          .isEqualTo("available");
    }
  }

  @Test
  void what_participants_say_reaches_who_watches_and_who_only_watches_cannot_speak() {
    try (var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      var id = ann.ask("room:join", GENERAL).get("conversation_id").stringValue();
      bob.ask("room:watch", GENERAL);
      ann.ask("message:send", "{\"conversation_id\":\"" + id + "\",\"text\":\"hello\"}");
      assertThat(bob.until("message:new").first().get("text").stringValue()).isEqualTo("hello");
      var history = bob.ask("message:history", "{\"conversation_id\":\"" + id + "\"}");
      assertThat(history.get("messages")).hasSize(1);
      var refused = bob.ask("message:send", "{\"conversation_id\":\"" + id + "\",\"text\":\"hi\"}");
      assertThat(refused.get("code").stringValue()).isEqualTo("not_found");
      ann.ask("message:send", "{\"conversation_id\":\"" + id + "\",\"text\":\"two\"}");
      ann.nth(2, "message:new");
      assertThat(ann.texts("message:new")).containsExactly("hello", "two");
    }
  }

  @Test
  @Tag("R7")
  void who_comes_back_in_time_keeps_the_seat_and_who_does_not_loses_it() {
    try (var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      ann.ask("room:join", GENERAL);
      bob.ask("room:join", GENERAL);
      bob.drop();
      bob.signIn();
      ann.drop();
      bob.ask("room:watch", GENERAL);
      var left = bob.until("room:update").first();
      assertThat(left.get("event").stringValue()).isEqualTo("leave");
      assertThat(left.get("user_id").stringValue()).isEqualTo("ann");
      assertThat(left.get("reason").stringValue()).isEqualTo("gone");
      assertThat(participants(bob)).hasSize(1);
    }
  }

  @Test
  @Tag("R13")
  void who_is_kicked_is_told_so_and_is_out_of_the_conversation() {
    try (var ann = server.signedIn("ann")) {
      var id = ann.ask("room:join", GENERAL).get("conversation_id").stringValue();
      var kick = new RoomAct.Kick(new UserId("ann"), "noise");
      server.rooms.rooms.act(LiveRooms.actor("mod", Role.MODERATOR), new RoomId(1), kick);
      var told = ann.nth(2, "room:update").first();
      assertThat(told.get("event").stringValue()).isEqualTo("kick");
      assertThat(told.get("reason").stringValue()).isEqualTo("noise");
      var refused = ann.ask("message:send", "{\"conversation_id\":\"" + id + "\",\"text\":\"hi\"}");
      assertThat(refused.get("ok").booleanValue()).isFalse();
      assertThat(participants(ann)).isEmpty();
    }
  }

  @Test
  void a_socket_of_another_tenant_sees_rooms_of_its_own() {
    try (var ann = server.signedIn("ann");
        var eve = server.signedIn("acme/eve")) {
      ann.ask("room:join", GENERAL);
      assertThat(eve.ask("room:get", GENERAL).get("current_participants").intValue()).isZero();
      var id = ann.ask("room:get", GENERAL).get("conversation_id").stringValue();
      var refused = eve.ask("message:history", "{\"conversation_id\":\"" + id + "\"}");
      assertThat(refused.get("code").stringValue()).isEqualTo("not_found");
    }
  }

  private static JsonNode participants(WireClient client) {
    return client.ask("room:participants", GENERAL).get("participants");
  }
}
