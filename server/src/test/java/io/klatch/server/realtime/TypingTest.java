package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TypingTest {
  @TempDir private Path folder;

  @Test
  @Tag("Y1")
  @Tag("Y2")
  @Tag("Y3")
  void a_member_sees_who_begins_and_who_stops_typing_and_never_themselves() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      var room = open(ann);
      assertThat(ann.ask("typing:start", room).get("timeout_ms").intValue()).isEqualTo(6_000);
      var seen = bob.nth(1, "typing:aggregated").first();
      assertThat(seen.get("display_text").stringValue()).isEqualTo("ann is typing...");
      assertThat(seen.get("users").get(0).get("user_id").stringValue()).isEqualTo("ann");
      assertThat(bob.ask("typing:get-aggregated", room).get("count").intValue()).isEqualTo(1);
      ann.ask("typing:stop", room);
      assertThat(bob.nth(2, "typing:aggregated").first().get("count").intValue()).isZero();
      ann.ask("typing:get-aggregated", room);
      assertThat(ann.all("typing:aggregated")).isEmpty();
    }
  }

  @Test
  void a_message_ends_the_typing_of_its_sender() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      var room = open(ann);
      ann.ask("typing:start", room);
      bob.nth(1, "typing:aggregated");
      ann.ask("message:send", room.replace("}", ",\"text\":\"hi\"}"));
      assertThat(bob.ask("typing:get-aggregated", room).get("count").intValue()).isZero();
      assertThat(bob.nth(2, "typing:aggregated").first().get("count").intValue()).isZero();
    }
  }

  @Test
  @Tag("Y5")
  void who_has_switched_typing_off_is_not_seen() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      var room = open(ann);
      ann.ask("privacy:set", "{\"typing\":false}");
      assertThat(ann.ask("typing:start", room).get("ok").booleanValue()).isTrue();
      assertThat(bob.ask("typing:get-aggregated", room).get("count").intValue()).isZero();
      assertThat(bob.all("typing:aggregated")).isEmpty();
    }
  }

  @Test
  @Tag("Y5")
  void who_must_not_see_somebody_type_is_not_even_told_that_nobody_does() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob");
        var carl = server.signedIn("carl")) {
      var room = group(ann);
      ann.ask("user:block", "{\"user_id\":\"carl\"}");
      ann.ask("typing:start", room);
      bob.nth(1, "typing:aggregated");
      ann.ask("message:send", room.replace("}", ",\"text\":\"hi\"}"));
      bob.nth(2, "typing:aggregated");
      bob.ask("typing:start", room);
      carl.nth(1, "typing:aggregated");
      assertThat(carl.all("typing:aggregated"))
          .extracting(it -> it.first().get("display_text").stringValue())
          .containsExactly("bob is typing...");
    }
  }

  @Test
  void who_is_no_member_is_told_of_no_such_conversation() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var eve = server.signedIn("eve");
        var foreign = server.signedIn("other/ann")) {
      var room = open(ann);
      assertThat(code(eve.ask("typing:start", room))).isEqualTo("not_found");
      assertThat(code(eve.ask("typing:get-aggregated", room))).isEqualTo("not_found");
      assertThat(code(foreign.ask("typing:start", room))).isEqualTo("not_found");
      assertThat(ann.ask("typing:get-aggregated", room).get("count").intValue()).isZero();
    }
  }

  @Test
  void a_kind_that_does_not_exist_is_refused_by_name() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      var refusal = ann.ask("typing:start", open(ann).replace("}", ",\"kind\":\"song\"}"));
      assertThat(refusal.get("message").stringValue())
          .isEqualTo("kind must be text, voice or upload");
    }
  }

  /// A conversation with bob, as a payload that names it.
  private static String open(WireClient ann) {
    var room = ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}");
    return "{\"conversation_id\":" + room.get("conversation_id") + "}";
  }

  private static String group(WireClient ann) {
    var members = "{\"type\":\"group\",\"member_ids\":[\"bob\",\"carl\"]}";
    var room = ann.ask("conversation:create", members);
    return "{\"conversation_id\":" + room.get("conversation_id") + "}";
  }

  private static String code(JsonNode reply) {
    return reply.get("code").stringValue();
  }
}
