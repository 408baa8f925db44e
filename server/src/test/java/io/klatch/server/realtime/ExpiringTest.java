package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.delivery.ResumeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Messages that end by themselves, over the wire.
class ExpiringTest {
  @TempDir private Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-21T10:00:00Z"));
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private String room;

  @BeforeEach
  void start() {
    server = open();
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    room = create("group");
    clock.advance(Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Test
  void a_message_says_when_it_ends_and_ends_then_for_all() {
    ok(send("\"text\":\"secret\",\"expires_in_s\":60"));
    var message = bob.nth(1, "message:new").first();
    assertThat(message.get("expires_at").stringValue()).isEqualTo("2026-11-21T10:01:01.000Z");
    clock.advance(Duration.ofSeconds(60));
    assertThat(history(bob).get(0).get("deleted").booleanValue()).isTrue();
    server.expiry.round();
    var told = bob.nth(1, "message:deleted").first();
    assertThat(told.get("cause").stringValue()).isEqualTo("expired");
    assertThat(told.get("actor_id").stringValue()).isEqualTo("ann");
    assertThat(told.get("seq").intValue()).isEqualTo(1);
    assertThat(history(bob).toString()).doesNotContain("secret");
  }

  @Test
  void who_was_away_learns_of_it_and_never_sees_the_text_again() {
    bob.drop();
    ok(send("\"text\":\"secret\",\"expires_in_s\":60"));
    clock.advance(Duration.ofSeconds(60));
    server.expiry.round();
    assertThat(bob.signIn().get("recovered").booleanValue()).isTrue();
    assertThat(bob.all("message:deleted")).isEqualTo(List.of(ann.nth(1, "message:deleted")));
    assertThat(bob.log.toString()).doesNotContain("secret");
  }

  @Test
  void it_is_found_until_then_and_no_longer() {
    ok(send("\"text\":\"secret\",\"expires_in_s\":60"));
    assertThat(found()).hasSize(1);
    clock.advance(Duration.ofSeconds(60));
    assertThat(found()).isEmpty();
    server.expiry.round();
    assertThat(found()).isEmpty();
  }

  @Test
  void one_that_ended_while_the_server_was_down_is_deleted_when_it_is_back() {
    ok(send("\"text\":\"secret\",\"expires_in_s\":60"));
    server.close();
    clock.advance(Duration.ofHours(1));
    server = open();
    assertThat(server.expiry.round()).isEqualTo(1);
    assertThat(server.expiry.round()).isZero();
    try (var again = server.signedIn("bob")) {
      var changes = again.ask("message:changes", "{\"conversation_id\":\"%s\"}".formatted(room));
      assertThat(changes.get("changes").get(0).get("cause").stringValue()).isEqualTo("expired");
    }
  }

  @Test
  void a_conversation_has_a_default_that_its_admins_set_and_everybody_hears_of() {
    refused(update(bob, "60"), "forbidden");
    ok(update(ann, "60"));
    assertThat(bob.nth(1, "conversation:updated").first().get("message_ttl_s").intValue())
        .isEqualTo(60);
    var shown = bob.ask("conversation:get", "{\"conversation_id\":\"%s\"}".formatted(room));
    assertThat(shown.get("message_ttl_s").intValue()).isEqualTo(60);
    ok(send("\"text\":\"x\""));
    assertThat(bob.nth(1, "message:new").first().has("expires_at")).isTrue();
    ok(update(ann, "null"));
    ok(send("\"text\":\"y\""));
    assertThat(bob.nth(2, "message:new").first().has("expires_at")).isFalse();
  }

  @Test
  void each_of_the_two_of_a_direct_conversation_may_set_it_and_nothing_else() {
    room = create("direct");
    ok(update(bob, "60"));
    ok(update(ann, "null"));
    var title = "{\"conversation_id\":\"%s\",\"title\":\"t\",\"message_ttl_s\":60}".formatted(room);
    refused(ann.ask("conversation:update", title), "forbidden");
  }

  @Test
  void a_scheduled_one_ends_so_long_after_it_was_sent() {
    ok(send("\"text\":\"x\",\"expires_in_s\":60,\"send_at\":\"2026-11-21T11:00:00Z\""));
    clock.advance(Duration.ofHours(1));
    server.dispatch.round();
    assertThat(bob.nth(1, "message:new").first().get("expires_at").stringValue())
        .isEqualTo("2026-11-21T11:01:01.000Z");
  }

  @Test
  void the_time_is_five_seconds_to_a_year() {
    refused(send("\"text\":\"x\",\"expires_in_s\":4"), "bad_request");
    refused(send("\"text\":\"x\",\"expires_in_s\":31536001"), "bad_request");
    refused(update(ann, "4"), "bad_request");
    ok(send("\"text\":\"x\",\"expires_in_s\":31536000"));
  }

  private JsonNode found() {
    Waiting.until("the index has caught up", () -> server.search.behind() == 0);
    return bob.ask("message:search", "{\"query\":\"secret\"}").get("results");
  }

  private LiveServer open() {
    return new LiveServer(folder, clock, ResumeConfig.defaults());
  }

  private String create(String type) {
    return ann.ask(
            "conversation:create", "{\"type\":\"%s\",\"member_ids\":[\"bob\"]}".formatted(type))
        .get("conversation_id")
        .stringValue();
  }

  private JsonNode send(String fields) {
    return ann.ask("message:send", "{\"conversation_id\":\"%s\",%s}".formatted(room, fields));
  }

  private JsonNode update(WireClient client, String ttl) {
    return client.ask(
        "conversation:update",
        "{\"conversation_id\":\"%s\",\"message_ttl_s\":%s}".formatted(room, ttl));
  }

  private JsonNode history(WireClient client) {
    return client
        .ask("message:history", "{\"conversation_id\":\"%s\"}".formatted(room))
        .get("messages");
  }

  private static void ok(JsonNode answer) {
    assertThat(answer.get("ok").booleanValue()).as(answer.toString()).isTrue();
  }

  private static void refused(JsonNode answer, String code) {
    assertThat(answer.get("code").stringValue()).as(answer.toString()).isEqualTo(code);
  }
}
