package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.delivery.ResumeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Messages that are to be sent later, over the wire.
class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder;
  private final TestClock clock = new TestClock(NOW);
  private LiveServer server;
  private WireClient ann;
  private String room;

  @BeforeEach
  void start() {
    server = open();
    ann = server.signedIn("ann");
    room =
        ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
            .get("conversation_id")
            .stringValue();
  }

  @AfterEach
  void stop() {
    ann.close();
    server.close();
  }

  @Test
  void a_message_comes_when_its_time_has_come_and_not_before() {
    try (var bob = server.signedIn("bob");
        var laptop = server.signedIn("ann")) {
      var ack = schedule("later", 60, "m1");
      assertThat(ack.get("send_at").stringValue()).isEqualTo("2026-11-21T10:01:00.000Z");
      assertThat(laptop.nth(1, "scheduled:update").first().get("status").stringValue())
          .isEqualTo("pending");
      after(Duration.ofSeconds(59));
      assertThat(history(bob)).isEmpty();
      after(Duration.ofSeconds(1));
      var message = bob.nth(1, "message:new").first();
      assertThat(message.get("text").stringValue()).isEqualTo("later");
      assertThat(message.get("client_msg_id")).isEqualTo(ack.get("scheduled_id"));
      var sent = laptop.nth(2, "scheduled:update").first();
      assertThat(sent.get("status").stringValue()).isEqualTo("sent");
      assertThat(sent.get("seq")).isEqualTo(message.get("seq"));
      assertThat(bob.all("scheduled:update")).isEmpty();
      assertThat(list()).isEmpty();
    }
  }

  @Test
  void one_that_is_late_after_a_stop_is_sent_once() {
    schedule("later", 60, "m1");
    server.close();
    clock.advance(Duration.ofHours(1));
    server = open();
    server.dispatch.round();
    server.dispatch.round();
    server.close();
    server = open();
    server.dispatch.round();
    try (var bob = server.signedIn("bob")) {
      assertThat(history(bob)).hasSize(1);
    }
  }

  @Test
  void a_repeat_is_answered_as_the_first_time_while_it_waits_and_as_a_send_once_it_was_sent() {
    var first = schedule("later", 60, "m1");
    var again = schedule("later", 60, "m1");
    assertThat(again.get("scheduled_id")).isEqualTo(first.get("scheduled_id"));
    assertThat(again.get("deduplicated").booleanValue()).isTrue();
    after(Duration.ofSeconds(60));
    var late = schedule("later", 60, "m1");
    assertThat(late.get("seq").intValue()).isEqualTo(1);
    assertThat(late.get("deduplicated").booleanValue()).isTrue();
    assertThat(list()).isEmpty();
  }

  @Test
  void it_can_be_changed_and_cancelled_until_then() {
    var one = schedule("one", 60, "m1").get("scheduled_id");
    var two = schedule("two", 60, "m2").get("scheduled_id");
    var changed =
        ann.ask(
            "message:scheduled-update",
            "{\"scheduled_id\":%s,\"text\":\"won\",\"send_at\":\"2026-11-21T10:02:00Z\"}"
                .formatted(one));
    assertThat(changed.get("text").stringValue()).isEqualTo("won");
    ok(ann.ask("message:scheduled-cancel", "{\"scheduled_id\":%s}".formatted(two)));
    refused(
        ann.ask("message:scheduled-cancel", "{\"scheduled_id\":%s}".formatted(two)), "not_found");
    after(Duration.ofSeconds(60));
    assertThat(list()).hasSize(1);
    after(Duration.ofSeconds(60));
    assertThat(history(ann)).hasSize(1);
    assertThat(history(ann).get(0).get("text").stringValue()).isEqualTo("won");
  }

  @Test
  void one_that_may_not_be_sent_when_it_is_due_is_kept_and_its_sender_is_told() {
    schedule("later", 60, "m1");
    ok(ann.ask("conversation:leave", "{\"conversation_id\":\"%s\"}".formatted(room)));
    after(Duration.ofSeconds(60));
    var told = ann.nth(2, "scheduled:update").first();
    assertThat(told.get("status").stringValue()).isEqualTo("failed");
    assertThat(told.get("failure").stringValue()).isEqualTo("not_found");
    assertThat(list().get(0).get("failure").stringValue()).isEqualTo("not_found");
    ok(
        ann.ask(
            "message:scheduled-cancel",
            "{\"scheduled_id\":%s}".formatted(told.get("scheduled_id"))));
    assertThat(list()).isEmpty();
  }

  @Test
  void what_cannot_be_scheduled_is_refused_by_name() {
    refused(schedule("x", 9, "m1"), "bad_request");
    refused(schedule("x", 366 * 86_400, "m1"), "bad_request");
    refused(schedule(" ", 60, "m1"), "text_empty");
    refused(ask("\"text\":\"x\",\"send_at\":\"tomorrow\""), "bad_request");
    var files = "\"attachments\":[\"a\"],\"text\":\"x\",\"send_at\":\"2026-11-21T10:01:00Z\"";
    refused(ask(files), "bad_request");
    room = "nowhere";
    refused(schedule("x", 60, "m1"), "not_found");
  }

  @Test
  void a_user_has_a_hundred_of_them_listed_by_pages_in_the_order_of_time() {
    for (var i = 0; i < 100; i++) {
      ok(schedule("m" + i, 200 - i, "m" + i));
    }
    refused(schedule("x", 60, "x"), "limit_reached");
    var first = ann.ask("message:scheduled-list", "{\"limit\":99}");
    assertThat(first.get("scheduled").get(0).get("text").stringValue()).isEqualTo("m99");
    var rest = ann.ask("message:scheduled-list", "{\"cursor\":%s}".formatted(first.get("cursor")));
    assertThat(rest.get("scheduled")).hasSize(1);
    assertThat(rest.get("scheduled").get(0).get("text").stringValue()).isEqualTo("m0");
    assertThat(rest.get("has_more").booleanValue()).isFalse();
  }

  private LiveServer open() {
    return new LiveServer(folder, clock, ResumeConfig.defaults());
  }

  private void after(Duration time) {
    clock.advance(time);
    server.dispatch.round();
  }

  private JsonNode schedule(String text, int seconds, String clientId) {
    return ask(
        "\"text\":\"%s\",\"client_msg_id\":\"%s\",\"send_at\":\"%s\""
            .formatted(text, clientId, clock.instant().plusSeconds(seconds)));
  }

  private JsonNode ask(String fields) {
    return ann.ask("message:send", "{\"conversation_id\":\"%s\",%s}".formatted(room, fields));
  }

  private JsonNode list() {
    return ann.ask("message:scheduled-list", "{}").get("scheduled");
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
    assertThat(answer.get("code").stringValue()).isEqualTo(code);
  }
}
