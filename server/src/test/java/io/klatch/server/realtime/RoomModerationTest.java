package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Moderation over Socket.IO, by Ann in a room of her own. Bob is in it.
class RoomModerationTest {
  @TempDir private Path folder;
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private String room;
  private String conversation;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    var made = ann.ask("room:create", "{\"name\":\"Mine\"}");
    room = "\"room_id\":" + made.get("room_id").longValue();
    conversation = "\"conversation_id\":\"" + made.get("conversation_id").stringValue() + "\"";
    ann.ask("room:join", in(""));
    bob.ask("room:join", in(""));
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Test
  @Tag("R13")
  void who_is_banned_is_taken_out_at_once_on_all_devices_and_hears_nothing_more() {
    try (var phone = server.signedIn("bob")) {
      phone.ask("room:watch", in(""));
      ann.ask("room:ban", in(",\"user_id\":\"bob\",\"reason\":\"spam\",\"minutes\":5"));
      for (var device : List.of(bob, phone)) {
        var removed = device.nth(1, "room:removed").first();
        assertThat(removed.get("event").stringValue()).isEqualTo("ban");
        assertThat(removed.get("reason").stringValue()).isEqualTo("spam");
        assertThat(removed.get("expires_at").stringValue()).isNotEmpty();
      }
      say(ann, "he is gone");
      ann.nth(1, "message:new");
      for (var event : List.of("room:join", "room:watch")) {
        assertThat(code(phone.ask(event, in("")))).isEqualTo("banned");
      }
      assertThat(code(say(bob, "hello?"))).isEqualTo("banned");
      var history = bob.ask("message:history", "{" + conversation + "}");
      assertThat(code(history)).isEqualTo("not_found");
      var status = bob.ask("room:status", in(""));
      assertThat(status.get("authorized").booleanValue()).isFalse();
      assertThat(status.get("reason").stringValue()).isEqualTo("banned");
      assertThat(phone.all("message:new")).isEmpty();
      assertThat(bob.all("message:new")).isEmpty();
    }
    assertThat(ann.ask("room:bans", in("")).get("bans")).hasSize(1);
    ann.ask("room:unban", in(",\"user_id\":\"bob\""));
    assertThat(bob.ask("room:join", in("")).get("ok").booleanValue()).isTrue();
  }

  @Test
  @Tag("R13")
  void who_is_muted_is_refused_and_a_member_moderates_nobody() {
    ann.ask("room:mute", in(",\"user_id\":\"bob\""));
    assertThat(code(say(bob, "x"))).isEqualTo("muted");
    ann.ask("room:unmute", in(",\"user_id\":\"bob\""));
    assertThat(say(bob, "x").get("ok").booleanValue()).isTrue();
    for (var event : List.of("room:mute", "room:ban", "room:kick", "room:delete-messages")) {
      assertThat(code(bob.ask(event, in(",\"user_id\":\"ann\"")))).isEqualTo("forbidden");
    }
    assertThat(code(bob.ask("room:bans", in("")))).isEqualTo("forbidden");
  }

  @Test
  void slow_mode_and_lock_hold_for_all_but_moderators_and_are_told() {
    ann.ask("room:slow-mode", in(",\"seconds\":120"));
    say(bob, "one");
    var slow = say(bob, "two");
    assertThat(code(slow)).isEqualTo("slow_mode");
    assertThat(slow.get("retry_after_ms").longValue()).isBetween(1L, 120_000L);
    say(ann, "one");
    assertThat(say(ann, "two").get("ok").booleanValue()).isTrue();
    ann.ask("room:lock", in(",\"reason\":\"a talk\""));
    assertThat(code(say(bob, "three"))).isEqualTo("locked");
    try (var carl = server.signedIn("carl")) {
      assertThat(code(carl.ask("room:join", in("")))).isEqualTo("locked");
    }
    var told = bob.all("room:update").stream().map(it -> it.first().get("event").stringValue());
    assertThat(told).contains("slow-mode", "lock");
    var now = bob.ask("room:get", in(""));
    assertThat(now.get("slow_mode_seconds").intValue()).isEqualTo(120);
    assertThat(now.get("locked").booleanValue()).isTrue();
  }

  @Test
  void what_is_said_under_a_shadow_ban_reaches_the_devices_of_its_sender_alone() {
    try (var phone = server.signedIn("bob");
        var carl = server.signedIn("carl")) {
      carl.ask("room:watch", in(""));
      ann.ask("room:shadow-ban", in(",\"user_id\":\"bob\""));
      assertThat(say(bob, "dark").get("ok").booleanValue()).isTrue();
      assertThat(phone.nth(1, "message:new").first().get("text").stringValue()).isEqualTo("dark");
      say(ann, "light");
      phone.nth(2, "message:new");
      for (var other : List.of(ann, carl)) {
        other.nth(1, "message:new");
        assertThat(other.texts("message:new")).containsExactly("light");
      }
      assertThat(bob.all("room:removed")).isEmpty();
      assertThat(bob.all("room:update"))
          .noneMatch(it -> it.first().get("event").stringValue().startsWith("shadow"));
    }
  }

  @Test
  void roles_are_told_and_what_somebody_has_said_is_deleted() {
    say(bob, "one");
    say(bob, "two");
    var deleted = ann.ask("room:delete-messages", in(",\"user_id\":\"bob\",\"minutes\":5"));
    assertThat(deleted.get("deleted").intValue()).isEqualTo(2);
    bob.nth(2, "message:deleted");
    ann.ask("room:set-role", in(",\"user_id\":\"bob\",\"role\":\"moderator\""));
    assertThat(bob.ask("room:status", in("")).get("role").stringValue()).isEqualTo("moderator");
    assertThat(bob.ask("room:bans", in("")).get("bans")).isEmpty();
  }

  private JsonNode say(WireClient who, String text) {
    return who.ask("message:send", "{" + conversation + ",\"text\":\"" + text + "\"}");
  }

  private String in(String more) {
    return "{" + room + more + "}";
  }

  private static String code(JsonNode answer) {
    return answer.get("code").stringValue();
  }
}
