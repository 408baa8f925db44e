package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Blocks as clients see them, on sockets that were open before.
class BlockTest {
  private static final String BOB = "{\"user_id\":\"bob\"}";

  @TempDir private Path folder;
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Nested
  class In_a_direct_conversation {
    @Test
    @Tag("A12")
    void neither_can_send_and_both_are_refused_in_the_same_words_until_it_is_lifted() {
      var room = open("direct", "bob");
      send(bob, room);
      assertThat(ann.ask("user:block", BOB))
          .hasToString("{\"ok\":true,\"user_id\":\"bob\",\"blocked\":true}");
      var refusal =
          "{\"ok\":false,\"code\":\"forbidden\",\"message\":\"you cannot send in this conversation\"}";
      assertThat(send(bob, room)).hasToString(refusal);
      assertThat(send(ann, room)).hasToString(refusal);
      assertThat(bob.ask("message:edit", message(room, "\"text\":\"worse\"")).toString())
          .isEqualTo(refusal);
      assertThat(bob.ask("message:history", id(room)).get("messages")).hasSize(1);
      ann.ask("user:unblock", BOB);
      assertThat(send(bob, room).get("ok").booleanValue()).isTrue();
    }

    @Test
    void a_new_one_is_refused_and_the_one_that_is_there_is_shown() {
      var room = open("direct", "bob");
      ann.ask("user:block", BOB);
      ann.ask("user:block", "{\"user_id\":\"eve\"}");
      var found = bob.ask("conversation:create", create("direct", "ann"));
      assertThat(found.get("conversation_id").stringValue()).isEqualTo(room);
      assertThat(found.get("created").booleanValue()).isFalse();
      try (var eve = server.signedIn("eve")) {
        var refusal = eve.ask("conversation:create", create("direct", "ann"));
        assertThat(refusal.get("code").stringValue()).isEqualTo("forbidden");
        assertThat(refusal.get("message").stringValue())
            .isEqualTo("you cannot open a conversation with this user");
      }
    }
  }

  @Nested
  class In_a_group {
    @Test
    void messages_of_both_arrive_and_who_is_blocked_does_not_bring_the_other_in() {
      var room = open("group", "bob");
      ann.ask("user:block", BOB);
      send(bob, room);
      assertThat(ann.nth(1, "message:new").first().get("sender_id").stringValue()).isEqualTo("bob");
      var made = bob.ask("conversation:create", create("group", "ann"));
      assertThat(made.get("member_ids")).hasToString("[\"bob\"]");
      var added =
          bob.ask(
              "member:add",
              "{\"conversation_id\":%s,\"user_ids\":[\"ann\"]}"
                  .formatted(made.get("conversation_id")));
      assertThat(added).hasToString("{\"ok\":true,\"change_seq\":null,\"deduplicated\":false}");
    }

    @Test
    void neither_sees_the_other_type_also_when_the_block_comes_meanwhile() {
      var room = open("group", "bob", "eve");
      try (var eve = server.signedIn("eve")) {
        bob.ask("typing:start", id(room));
        assertThat(ann.nth(1, "typing:aggregated").first().get("count").intValue()).isEqualTo(1);
        ann.ask("user:block", BOB);
        assertThat(ann.ask("typing:get-aggregated", id(room)).get("count").intValue()).isZero();
        assertThat(ann.nth(2, "typing:aggregated").first().get("count").intValue()).isZero();
        assertThat(eve.ask("typing:get-aggregated", id(room)).get("count").intValue()).isEqualTo(1);
        ann.ask("typing:start", id(room));
        assertThat(eve.ask("typing:get-aggregated", id(room)).get("count").intValue()).isEqualTo(2);
        assertThat(bob.ask("typing:get-aggregated", id(room)).get("count").intValue()).isZero();
      }
    }

    @Test
    void neither_learns_how_far_the_other_has_read() {
      var room = open("group", "bob", "eve");
      try (var eve = server.signedIn("eve")) {
        send(eve, room);
        ann.ask("user:block", BOB);
        bob.ask("receipt:read", message(room, "\"up_to_seq\":1"));
        ann.ask("receipt:read", message(room, "\"up_to_seq\":1"));
        eve.nth(2, "receipt:update");
        assertThat(eve.ask("receipt:get", seq(room)).get("members")).hasSize(2);
        for (var client : new WireClient[] {ann, bob}) {
          client.nth(1, "receipt:update");
          client.ask("privacy:get", "{}");
          assertThat(client.all("receipt:update"))
              .hasSize(1)
              .allMatch(it ->
                  it.first().get("user_id").stringValue().equals(client == ann ? "ann" : "bob"));
          assertThat(client.ask("receipt:get", seq(room)).get("members")).hasSize(1);
        }
      }
    }

    @Test
    void who_looks_at_a_large_one_gets_no_receipt_of_the_other() {
      var others = new String[40];
      for (var i = 0; i < others.length; i++) {
        others[i] = i == 0 ? "bob" : i == 1 ? "eve" : "u" + i;
      }
      var room = open("group", others);
      try (var eve = server.signedIn("eve")) {
        send(eve, room);
        ann.ask("user:block", BOB);
        ann.ask("conversation:view", id(room));
        eve.ask("conversation:view", id(room));
        bob.ask("receipt:read", message(room, "\"up_to_seq\":1"));
        assertThat(eve.nth(1, "receipt:batch").first().get("receipts")).hasSize(1);
        try (var u2 = server.signedIn("u2")) {
          u2.ask("receipt:read", message(room, "\"up_to_seq\":1"));
        }
        var told = ann.nth(1, "receipt:batch").first().toString();
        assertThat(told).doesNotContain("bob");
      }
    }
  }

  @Nested
  class Presence {
    @Test
    void of_either_is_offline_to_the_other_at_once_and_not_told_again() {
      open("group", "bob", "eve");
      Waiting.until(
          "bob is seen",
          () -> status(ann.ask("presence:get-batch", users("bob"))).equals("online"));
      ann.ask("presence:subscribe", users("bob"));
      bob.ask("presence:subscribe", users("ann"));
      ann.ask("user:block", BOB);
      untilOffline(ann);
      untilOffline(bob);
      assertThat(server.presence.subscriptions.count()).isZero();
      assertThat(status(bob.ask("presence:get-batch", users("ann")))).isEqualTo("offline");
      ann.ask("user:unblock", BOB);
      assertThat(status(bob.ask("presence:get-batch", users("ann")))).isEqualTo("online");
    }
  }

  @Nested
  class A_block {
    @Test
    void is_told_to_all_devices_of_its_owner_live_and_replayed_and_never_to_who_is_blocked() {
      try (var laptop = server.signedIn("ann");
          var phone = server.signedIn("ann")) {
        phone.drop();
        ann.ask("user:block", BOB);
        var told = laptop.nth(1, "block:update").first();
        assertThat(told.get("user_id").stringValue()).isEqualTo("bob");
        assertThat(told.get("blocked").booleanValue()).isTrue();
        assertThat(phone.signIn().get("recovered").booleanValue()).isTrue();
        assertThat(phone.nth(1, "block:update").first()).isEqualTo(told);
        bob.ask("sync:get", "{}");
        assertThat(bob.all("block:update")).isEmpty();
      }
    }

    @Test
    void is_listed_page_by_page_and_outlives_the_server() {
      ann.ask("user:block", BOB);
      ann.ask("user:block", "{\"user_id\":\"zoe\"}");
      stop();
      start();
      var first = ann.ask("user:blocked", "{\"limit\":1}");
      assertThat(first.get("users").get(0).get("user_id").stringValue()).isEqualTo("bob");
      assertThat(first.get("has_more").booleanValue()).isTrue();
      var second = ann.ask("user:blocked", "{\"limit\":1,\"cursor\":" + first.get("cursor") + "}");
      assertThat(second.get("users").get(0).get("user_id").stringValue()).isEqualTo("zoe");
      assertThat(second.get("cursor").isNull()).isTrue();
    }

    @Test
    void of_oneself_is_refused() {
      assertThat(ann.ask("user:block", "{\"user_id\":\"ann\"}").get("message").stringValue())
          .isEqualTo("user_id must name somebody else than the caller");
    }
  }

  private static void untilOffline(WireClient client) {
    var told = client.until("presence:update");
    while (!told.first().get("status").stringValue().equals("offline")) {
      told = client.until("presence:update");
    }
  }

  private String open(String type, String... others) {
    return ann.ask("conversation:create", create(type, others))
        .get("conversation_id")
        .stringValue();
  }

  private static String create(String type, String... others) {
    return "{\"type\":\"%s\",\"member_ids\":[\"%s\"]}"
        .formatted(type, String.join("\",\"", others));
  }

  private static JsonNode send(WireClient client, String room) {
    return client.ask("message:send", message(room, "\"text\":\"hi\""));
  }

  private static String id(String room) {
    return "{\"conversation_id\":\"" + room + "\"}";
  }

  private static String seq(String room) {
    return "{\"conversation_id\":\"%s\",\"seq\":1}".formatted(room);
  }

  private static String message(String room, String more) {
    return "{\"conversation_id\":\"%s\",\"seq\":1,%s}".formatted(room, more);
  }

  private static String users(String user) {
    return "{\"user_ids\":[\"" + user + "\"]}";
  }

  private static String status(JsonNode answer) {
    return answer.get("users").get(0).get("status").stringValue();
  }
}
