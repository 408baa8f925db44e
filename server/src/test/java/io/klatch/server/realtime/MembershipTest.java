package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MembershipTest {
  @TempDir private Path folder;
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private WireClient zoe;
  private String room;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    zoe = server.signedIn("zoe");
    room =
        ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
            .get("conversation_id")
            .stringValue();
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    zoe.close();
    server.close();
  }

  @Test
  void what_a_member_said_before_leaving_is_confirmed_when_it_is_said_again_and_nothing_else() {
    var first = bob.ask("message:send", with("\"text\":\"x\",\"client_msg_id\":\"m1\""));
    bob.ask("conversation:leave", with("\"op_id\":\"o1\""));
    var again = bob.ask("message:send", with("\"text\":\"x\",\"client_msg_id\":\"m1\""));
    assertThat(again.get("seq")).isEqualTo(first.get("seq"));
    assertThat(again.get("deduplicated").booleanValue()).isTrue();
    assertThat(code(bob.ask("message:send", with("\"text\":\"y\"")))).isEqualTo("not_found");
  }

  @Nested
  class A_member_who_is_added {
    @Test
    void is_shown_the_conversation_and_then_gets_its_messages_while_the_others_are_told() {
      assertThat(ok(ann.ask("member:add", with("\"user_ids\":[\"zoe\"]")))).isTrue();
      say(bob, "hello zoe");
      assertThat(zoe.nth(1, "conversation:new").first().get("member_ids").toString())
          .isEqualTo("[\"ann\",\"bob\",\"zoe\"]");
      assertThat(zoe.nth(1, "message:new").first().get("text").stringValue())
          .isEqualTo("hello zoe");
      assertThat(bob.nth(1, "member:added").first().get("user_id").stringValue()).isEqualTo("zoe");
      assertThat(zoe.all("member:added")).isEmpty();
    }

    @Test
    void is_added_by_moderators_only_and_once() {
      assertThat(code(bob.ask("member:add", with("\"user_ids\":[\"zoe\"]"))))
          .isEqualTo("forbidden");
      assertThat(code(zoe.ask("member:add", with("\"user_ids\":[\"zoe\"]"))))
          .isEqualTo("not_found");
      give("bob", "moderator");
      var first = bob.ask("member:add", with("\"user_ids\":[\"zoe\"],\"op_id\":\"o1\""));
      var again = bob.ask("member:add", with("\"user_ids\":[\"zoe\"],\"op_id\":\"o1\""));
      assertThat(first.get("deduplicated").booleanValue()).isFalse();
      assertThat(again.get("deduplicated").booleanValue()).isTrue();
      assertThat(again.get("change_seq")).isEqualTo(first.get("change_seq"));
    }

    @Test
    void is_not_one_too_many() {
      var many = new StringBuilder();
      for (var i = 0; i < 100; i++) {
        many.append(i == 0 ? "" : ",").append("\"u").append(i).append('"');
      }
      assertThat(ok(ann.ask("member:add", with("\"user_ids\":[" + many + "]")))).isTrue();
      var refused = ann.ask("member:add", with("\"user_ids\":[" + many + ",\"one more\"]"));
      assertThat(refused.get("message").stringValue()).contains("101 entries, at most 100");
    }
  }

  @Nested
  class A_member_who_is_removed {
    @Test
    void is_told_so_last_and_may_read_and_say_nothing_more() {
      assertThat(ok(ann.ask("member:remove", with("\"user_id\":\"bob\"")))).isTrue();
      say(ann, "without bob");
      assertThat(bob.nth(1, "member:removed").first().get("user_id").stringValue())
          .isEqualTo("bob");
      assertThat(code(bob.ask("message:history", with("\"limit\":10")))).isEqualTo("not_found");
      assertThat(code(bob.ask("message:send", with("\"text\":\"x\"")))).isEqualTo("not_found");
      assertThat(bob.all("message:new")).isEmpty();
    }

    @Test
    void is_of_a_lower_role_than_who_removes_them() {
      give("bob", "admin");
      ann.ask("member:add", with("\"user_ids\":[\"zoe\"]"));
      assertThat(code(bob.ask("member:remove", with("\"user_id\":\"ann\""))))
          .isEqualTo("forbidden");
      assertThat(code(zoe.ask("member:remove", with("\"user_id\":\"bob\""))))
          .isEqualTo("forbidden");
      assertThat(ok(bob.ask("member:remove", with("\"user_id\":\"zoe\"")))).isTrue();
    }
  }

  @Nested
  class The_last_owner {
    @Test
    void who_leaves_is_followed_by_the_highest_who_has_been_in_longest() {
      ann.ask("member:add", with("\"user_ids\":[\"zoe\"]"));
      give("zoe", "moderator");
      assertThat(ok(ann.ask("conversation:leave", with("\"op_id\":\"bye\"")))).isTrue();
      var told = bob.nth(2, "member:role").first();
      assertThat(told.get("user_id").stringValue()).isEqualTo("zoe");
      assertThat(told.get("role").stringValue()).isEqualTo("owner");
      assertThat(ann.all("member:role")).hasSize(1);
      assertThat(me(zoe).get("role").stringValue()).isEqualTo("owner");
    }
  }

  @Nested
  class A_direct_conversation {
    @Test
    void stays_two_people() {
      room =
          ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"zoe\"]}")
              .get("conversation_id")
              .stringValue();
      assertThat(code(ann.ask("member:add", with("\"user_ids\":[\"bob\"]"))))
          .isEqualTo("forbidden");
      assertThat(code(ann.ask("conversation:leave", with("\"op_id\":\"o\""))))
          .isEqualTo("forbidden");
      assertThat(code(ann.ask("conversation:update", with("\"title\":\"us\""))))
          .isEqualTo("forbidden");
    }
  }

  @Nested
  class A_group {
    @Test
    void has_a_title_picture_and_metadata_that_admins_change_and_everybody_hears_of() {
      assertThat(code(bob.ask("conversation:update", with("\"title\":\"Ours\""))))
          .isEqualTo("forbidden");
      ann.ask("conversation:update", with("\"title\":\"Ours\",\"metadata\":{\"color\":\"red\"}"));
      ann.ask("conversation:update", with("\"picture\":\"https://example.org/p.png\""));
      var told = bob.nth(2, "conversation:updated").first();
      assertThat(told.get("title").stringValue()).isEqualTo("Ours");
      assertThat(told.get("metadata").get("color").stringValue()).isEqualTo("red");
      ann.ask("conversation:update", with("\"metadata\":null"));
      var now = bob.ask("conversation:get", with("\"x\":1"));
      assertThat(now.get("metadata").isNull()).isTrue();
      assertThat(now.get("picture").stringValue()).isEqualTo("https://example.org/p.png");
      assertThat(now.get("title").stringValue()).isEqualTo("Ours");
    }

    @Test
    void has_metadata_of_at_most_4_096_bytes() {
      var large = "\"metadata\":{\"x\":\"" + "é".repeat(2_048) + "\"}";
      assertThat(code(ann.ask("conversation:update", with(large)))).isEqualTo("bad_request");
    }

    @Test
    void lists_its_members_by_page() {
      ann.ask("member:add", with("\"user_ids\":[\"zoe\"]"));
      var page = bob.ask("member:list", with("\"limit\":2"));
      assertThat(page.get("members").toString())
          .isEqualTo(
              "[{\"user_id\":\"ann\",\"role\":\"owner\"},{\"user_id\":\"bob\",\"role\":\"member\"}]");
      var cursor = page.get("cursor").stringValue();
      var rest = bob.ask("member:list", with("\"cursor\":\"" + cursor + "\""));
      assertThat(rest.get("members").size()).isEqualTo(1);
      assertThat(rest.get("has_more").booleanValue()).isFalse();
    }
  }

  @Nested
  class Archiving_pinning_and_muting {
    @Test
    void is_the_matter_of_its_user_on_all_their_devices_and_of_nobody_else() {
      try (var laptop = server.signedIn("bob")) {
        bob.ask("conversation:archive", with("\"archived\":true"));
        bob.ask("conversation:pin", with("\"pinned\":true"));
        bob.ask("conversation:mute", with("\"until\":\"2030-01-01T00:00:00Z\""));
        var told = laptop.nth(3, "conversation:settings").first();
        assertThat(told.get("archived").booleanValue()).isTrue();
        assertThat(told.get("muted_until").stringValue()).isEqualTo("2030-01-01T00:00:00.000Z");
      }
      say(ann, "still there");
      ann.nth(1, "message:new");
      assertThat(ann.all("conversation:settings")).isEmpty();
      assertThat(me(bob).get("pinned").booleanValue()).isTrue();
      assertThat(me(ann).get("pinned").booleanValue()).isFalse();
      bob.ask("conversation:mute", with("\"muted\":false"));
      assertThat(me(bob).get("muted_until").isNull()).isTrue();
    }
  }

  @Test
  void who_was_away_is_told_of_all_of_it_in_order() {
    bob.drop();
    ann.ask("member:add", with("\"user_ids\":[\"zoe\"]"));
    give("zoe", "admin");
    say(ann, "between");
    ann.ask("conversation:update", with("\"title\":\"New\""));
    ann.ask("member:remove", with("\"user_id\":\"zoe\""));
    assertThat(bob.signIn().get("recovered").booleanValue()).isTrue();
    assertThat(bob.log)
        .extracting(WireClient.Received::name)
        .containsSubsequence(
            "member:added", "member:role", "message:new", "conversation:updated", "member:removed");
  }

  private void give(String user, String role) {
    var given =
        ann.ask("member:set-role", with("\"user_id\":\"" + user + "\",\"role\":\"" + role + "\""));
    assertThat(ok(given)).as("%s", given).isTrue();
  }

  private JsonNode me(WireClient client) {
    return client.ask("conversation:get", with("\"x\":1")).get("me");
  }

  private void say(WireClient from, String text) {
    assertThat(ok(from.ask("message:send", with("\"text\":\"" + text + "\"")))).isTrue();
  }

  private String with(String fields) {
    return "{\"conversation_id\":\"" + room + "\"," + fields + "}";
  }

  private static boolean ok(JsonNode answer) {
    return answer.get("ok").booleanValue();
  }

  private static String code(JsonNode answer) {
    return answer.path("code").asString();
  }
}
