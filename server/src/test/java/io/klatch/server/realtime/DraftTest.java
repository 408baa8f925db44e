package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What users have begun to write, over the wire.
class DraftTest {
  @TempDir private Path folder;
  private LiveServer server;
  private WireClient phone;
  private WireClient laptop;
  private String room;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    phone = server.signedIn("ann");
    laptop = server.signedIn("ann");
    room =
        phone
            .ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
            .get("conversation_id")
            .stringValue();
  }

  @AfterEach
  void stop() {
    phone.close();
    laptop.close();
    server.close();
  }

  @Test
  void a_draft_is_told_to_the_other_devices_of_its_user_and_to_nobody_else() {
    try (var bob = server.signedIn("bob")) {
      set("\"text\":\"half a\",\"body\":{\"a\":1},\"reply_to\":3,\"thread\":2");
      var told = laptop.nth(1, "draft:update").first();
      assertThat(told.get("text").stringValue()).isEqualTo("half a");
      assertThat(told.get("body")).hasToString("{\"a\":1}");
      assertThat(told.get("reply_to").intValue()).isEqualTo(3);
      assertThat(told.get("thread").intValue()).isEqualTo(2);
      phone.ask("draft:list", "{}");
      bob.ask("draft:list", "{}");
      assertThat(phone.all("draft:update")).isEmpty();
      assertThat(bob.all("draft:update")).isEmpty();
    }
  }

  @Test
  void the_same_draft_again_is_not_told() {
    set("\"text\":\"a\"");
    set("\"text\":\"a\"");
    set("\"text\":\"b\"");
    assertThat(laptop.nth(2, "draft:update").first().get("text").stringValue()).isEqualTo("b");
  }

  @Test
  void it_is_in_what_its_user_sees_of_the_conversation_also_after_a_restart() {
    set("\"text\":\"half a\"");
    server.close();
    server = new LiveServer(folder);
    try (var again = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      assertThat(draft(again).get("text").stringValue()).isEqualTo("half a");
      var listed = again.ask("conversation:list", "{}").get("conversations").get(0);
      assertThat(listed.get("me").get("draft")).isEqualTo(draft(again));
      assertThat(again.ask("draft:list", "{}").get("drafts").get(0)).isEqualTo(draft(again));
      assertThat(draft(bob).isNull()).isTrue();
    }
  }

  @Test
  void sending_ends_it() {
    set("\"text\":\"half a\"");
    phone.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"a whole\"}".formatted(room));
    assertThat(draft(laptop).isNull()).isTrue();
  }

  @Test
  void one_that_is_set_to_nothing_is_told_as_ended() {
    set("\"text\":\"half a\"");
    assertThat(set("\"text\":\"\"").get("text").stringValue()).isEmpty();
    assertThat(laptop.nth(2, "draft:update").first().get("text").stringValue()).isEmpty();
    assertThat(draft(laptop).isNull()).isTrue();
  }

  @Test
  void a_page_of_drafts_goes_on_where_the_one_before_ended() {
    for (var i = 0; i < 3; i++) {
      room =
          phone
              .ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
              .get("conversation_id")
              .stringValue();
      set("\"text\":\"x\"");
    }
    var first = phone.ask("draft:list", "{\"limit\":2}");
    assertThat(first.get("has_more").booleanValue()).isTrue();
    var rest =
        phone.ask("draft:list", "{\"limit\":2,\"cursor\":%s}".formatted(first.get("cursor")));
    assertThat(rest.get("drafts")).hasSize(1);
    assertThat(rest.get("has_more").booleanValue()).isFalse();
  }

  @Test
  void what_cannot_be_kept_is_refused_by_name() {
    refused(set("\"text\":\"%s\"".formatted("x".repeat(8_001))), "text_too_long");
    refused(set("\"body\":7"), "bad_request");
    room = "nowhere";
    refused(set("\"text\":\"x\""), "not_found");
  }

  private JsonNode set(String fields) {
    return phone.ask("draft:set", "{\"conversation_id\":\"%s\",%s}".formatted(room, fields));
  }

  private JsonNode draft(WireClient client) {
    return client
        .ask("conversation:get", "{\"conversation_id\":\"%s\"}".formatted(room))
        .get("me")
        .get("draft");
  }

  private static void refused(JsonNode answer, String code) {
    assertThat(answer.get("code").stringValue()).isEqualTo(code);
  }
}
