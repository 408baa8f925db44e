package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What can be done to messages that are there, over the wire.
class MessageTest {
  @TempDir private Path folder;
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private String room;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    room =
        ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
            .get("conversation_id")
            .stringValue();
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Nested
  class An_edit {
    @Test
    void changes_the_text_for_all_live_and_in_history_and_keeps_what_it_said() {
      say(ann, "helo");
      ok(ask(ann, "edit", seq(1).put("text", "hello")));
      ok(ask(ann, "edit", seq(1).put("text", "hello!")));
      var told = bob.nth(2, "message:updated").first();
      assertThat(told.get("text").stringValue()).isEqualTo("hello!");
      assertThat(told.get("change_seq").intValue()).isEqualTo(2);
      var message = history(bob).getFirst();
      assertThat(message.get("text").stringValue()).isEqualTo("hello!");
      assertThat(message.get("edited_at")).isEqualTo(told.get("edited_at"));
      var versions = ok(ask(bob, "versions", seq(1))).get("versions");
      assertThat(versions.valueStream().map(it -> it.get("text").stringValue()))
          .containsExactly("helo", "hello", "hello!");
    }

    @Test
    void is_for_the_author_and_has_the_rules_of_a_text() {
      say(ann, "mine");
      refused(ask(bob, "edit", seq(1).put("text", "yours")), "forbidden");
      refused(ask(ann, "edit", seq(1).put("text", " ")), "text_empty");
      refused(ask(ann, "edit", seq(1).put("text", "x".repeat(8_001))), "text_too_long");
      refused(ask(ann, "edit", seq(2).put("text", "x")), "not_found");
      assertThat(history(bob).getFirst().get("text").stringValue()).isEqualTo("mine");
    }

    @Test
    void is_made_once_by_its_op_id_and_not_at_all_when_it_says_the_same() {
      say(ann, "one");
      var first = ok(ask(ann, "edit", seq(1).put("text", "two").put("op_id", "o1")));
      var again = ok(ask(ann, "edit", seq(1).put("text", "three").put("op_id", "o1")));
      assertThat(first.get("deduplicated").booleanValue()).isFalse();
      assertThat(again.get("deduplicated").booleanValue()).isTrue();
      assertThat(again.get("change_seq")).isEqualTo(first.get("change_seq"));
      assertThat(ok(ask(ann, "edit", seq(1).put("text", "two"))).get("change_seq").isNull())
          .isTrue();
      assertThat(history(ann).getFirst().get("text").stringValue()).isEqualTo("two");
    }

    @Test
    void replaces_text_and_body_or_one_of_them_and_keeps_both() {
      var poll = JsonNodeFactory.instance.objectNode().put("poll", 1);
      ok(ask(ann, "send", conversation().put("text", "vote").set("body", poll)));
      ok(ask(ann, "edit", seq(1).put("text", "vote!")));
      assertThat(bob.nth(1, "message:updated").first().get("body")).isEqualTo(poll);
      var closed = JsonNodeFactory.instance.objectNode().put("poll", 2);
      ok(ask(ann, "edit", seq(1).set("body", closed)));
      bob.nth(2, "message:updated");
      bob.drop();
      ok(ask(ann, "edit", seq(1).put("text", "over").putNull("body")));
      bob.signIn();
      var told = bob.all("message:updated");
      assertThat(told.getLast()).isEqualTo(ann.nth(3, "message:updated"));
      assertThat(told.getLast().first().get("text").stringValue()).isEqualTo("over");
      assertThat(told.getLast().first().get("body").isNull()).isTrue();
      assertThat(history(bob).getFirst().has("body")).isFalse();
      var versions = ok(ask(bob, "versions", seq(1))).get("versions");
      assertThat(versions.valueStream().map(it -> it.get("text").stringValue() + it.get("body")))
          .containsExactly(
              "vote{\"poll\":1}", "vote!{\"poll\":1}", "vote!{\"poll\":2}", "overnull");
    }

    @Test
    void leaves_a_message_something_to_say() {
      var body = JsonNodeFactory.instance.objectNode().put("a", 1);
      ok(ask(ann, "send", conversation().set("body", body)));
      refused(ask(ann, "edit", seq(1).putNull("body")), "text_empty");
      refused(ask(ann, "edit", seq(1)), "bad_request");
      refused(ask(ann, "edit", seq(1).put("body", "x")), "bad_request");
      ok(ask(ann, "edit", seq(1).put("text", "x").putNull("body")));
      refused(ask(ann, "edit", seq(1).put("text", "")), "text_empty");
      assertThat(ok(ask(ann, "edit", seq(1).putNull("body"))).get("change_seq").isNull()).isTrue();
    }

    @Test
    void is_learnt_of_by_one_who_was_away_though_the_message_is_old() {
      say(ann, "old");
      bob.nth(1, "message:new");
      bob.drop();
      ok(ask(ann, "edit", seq(1).put("text", "new")));
      assertThat(bob.signIn().get("recovered").booleanValue()).isTrue();
      assertThat(bob.all("message:updated")).isEqualTo(List.of(ann.nth(1, "message:updated")));
    }
  }

  @Nested
  class A_deletion {
    @Test
    void for_all_leaves_the_number_and_nothing_of_what_was_said() {
      say(ann, "secret");
      ok(ask(ann, "edit", seq(1).put("text", "more secret")));
      ok(ask(ann, "react", seq(1).put("emoji", "👍")));
      ok(ask(ann, "pin", seq(1)));
      ok(ask(ann, "delete", seq(1).put("for", "all")));
      bob.nth(1, "message:deleted");
      var message = history(bob).getFirst();
      assertThat(message.get("deleted").booleanValue()).isTrue();
      assertThat(message.get("text").stringValue()).isEmpty();
      assertThat(message.has("reactions")).isFalse();
      assertThat(message.has("pinned")).isFalse();
      refused(ask(bob, "versions", seq(1)), "not_found");
      refused(ask(bob, "react", seq(1).put("emoji", "👍")), "not_found");
      var changes = ok(ask(bob, "changes", conversation())).get("changes");
      assertThat(changes.toString()).doesNotContain("secret");
      assertThat(ok(ask(ann, "delete", seq(1).put("for", "all"))).get("change_seq").isNull())
          .isTrue();
    }

    @Test
    void for_all_is_for_the_author_and_the_maker_of_the_group() {
      say(ann, "of ann");
      say(bob, "of bob");
      refused(ask(bob, "delete", seq(1).put("for", "all")), "forbidden");
      ok(ask(ann, "delete", seq(2).put("for", "all")));
    }

    @Test
    void for_me_hides_it_from_me_on_all_my_devices_and_from_nobody_else() {
      say(ann, "keep");
      say(ann, "hide");
      try (var phone = server.signedIn("bob")) {
        ok(ask(bob, "delete", seq(2).put("for", "me")));
        phone.nth(1, "message:hidden");
        assertThat(history(phone)).hasSize(1);
        assertThat(
                phone
                    .ask("conversation:get", conversation().toString())
                    .get("last_message")
                    .isNull())
            .isTrue();
      }
      assertThat(history(ann)).hasSize(2);
      ok(ask(ann, "changes", conversation()));
      assertThat(ann.all("message:hidden")).isEmpty();
      assertThat(ok(ask(ann, "changes", conversation())).get("changes")).isEmpty();
      assertThat(ok(ask(bob, "changes", conversation())).get("changes")).hasSize(1);
    }
  }

  @Nested
  class A_reaction {
    @Test
    void is_counted_for_all_and_told_as_mine_to_who_made_it() {
      say(ann, "hi");
      ok(ask(ann, "react", seq(1).put("emoji", "👍")));
      ok(ask(bob, "react", seq(1).put("emoji", "👍")));
      ok(ask(bob, "react", seq(1).put("emoji", "🎉")));
      assertThat(ann.nth(2, "message:reaction").first().get("count").intValue()).isEqualTo(2);
      assertThat(history(ann).getFirst().get("reactions").toString())
          .isEqualTo(
              "[{\"emoji\":\"🎉\",\"count\":1,\"mine\":false},"
                  + "{\"emoji\":\"👍\",\"count\":2,\"mine\":true}]");
      ok(ask(bob, "unreact", seq(1).put("emoji", "👍")));
      var gone = ann.nth(4, "message:reaction").first();
      assertThat(gone.get("added").booleanValue()).isFalse();
      assertThat(gone.get("count").intValue()).isEqualTo(1);
    }

    @Test
    void counts_once_per_user_and_is_one_of_twenty_kinds_at_most() {
      say(ann, "hi");
      ok(ask(ann, "react", seq(1).put("emoji", "👍")));
      assertThat(ok(ask(ann, "react", seq(1).put("emoji", "👍"))).get("change_seq").isNull())
          .isTrue();
      for (var i = 1; i < 20; i++) {
        ok(ask(ann, "react", seq(1).put("emoji", "e" + i)));
      }
      refused(ask(ann, "react", seq(1).put("emoji", "one more")), "limit_reached");
      ok(ask(bob, "react", seq(1).put("emoji", "👍")));
      refused(ask(ann, "react", seq(1).put("emoji", "x".repeat(33))), "bad_request");
    }
  }

  @Nested
  class A_pin {
    @Test
    void is_listed_newest_first_and_taken_off_again() {
      say(ann, "one");
      say(ann, "two");
      ok(ask(ann, "pin", seq(2)));
      ok(ask(bob, "pin", seq(1)));
      bob.nth(2, "message:pinned");
      var pins = ok(ask(bob, "pins", conversation())).get("messages");
      assertThat(pins.valueStream().map(it -> it.get("text").stringValue()))
          .containsExactly("one", "two");
      assertThat(history(bob).getFirst().get("pinned").booleanValue()).isTrue();
      ok(ask(bob, "unpin", seq(1)));
      ann.nth(1, "message:unpinned");
      assertThat(ok(ask(bob, "pins", conversation())).get("messages")).hasSize(1);
    }
  }

  @Test
  void nobody_else_learns_or_does_anything() {
    say(ann, "secret");
    try (var eve = server.signedIn("eve");
        var foreign = server.signedIn("other/ann")) {
      for (var stranger : List.of(eve, foreign)) {
        refused(ask(stranger, "edit", seq(1).put("text", "x")), "not_found");
        refused(ask(stranger, "delete", seq(1).put("for", "all")), "not_found");
        refused(ask(stranger, "delete", seq(1).put("for", "me")), "not_found");
        refused(ask(stranger, "react", seq(1).put("emoji", "x")), "not_found");
        refused(ask(stranger, "unreact", seq(1).put("emoji", "x")), "not_found");
        refused(ask(stranger, "pin", seq(1)), "not_found");
        refused(ask(stranger, "unpin", seq(1)), "not_found");
        refused(ask(stranger, "pins", conversation()), "not_found");
        refused(ask(stranger, "versions", seq(1)), "not_found");
        refused(ask(stranger, "changes", conversation()), "not_found");
      }
    }
  }

  private void say(WireClient client, String text) {
    ok(ask(client, "send", conversation().put("text", text)));
  }

  private List<JsonNode> history(WireClient client) {
    return ok(ask(client, "history", conversation())).get("messages").valueStream().toList();
  }

  private ObjectNode conversation() {
    return JsonNodeFactory.instance.objectNode().put("conversation_id", room);
  }

  private ObjectNode seq(int seq) {
    return conversation().put("seq", seq);
  }

  private static JsonNode ask(WireClient client, String what, ObjectNode payload) {
    return client.ask("message:" + what, payload.toString());
  }

  private static JsonNode ok(JsonNode answer) {
    assertThat(answer.get("ok").booleanValue()).as(answer.toString()).isTrue();
    return answer;
  }

  private static void refused(JsonNode answer, String code) {
    assertThat(answer.path("code").asString()).as(answer.toString()).isEqualTo(code);
  }
}
