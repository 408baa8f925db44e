package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.limit.LimitName;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PresenceTest {
  @TempDir private Path folder;

  @Test
  @Tag("P1")
  @Tag("P3")
  @Tag("P8")
  void who_subscribes_is_told_who_comes_and_goes() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      talk(ann);
      assertThat(only(ann.ask("presence:subscribe", users("bob"))))
          .hasToString(
              "{\"user_id\":\"bob\",\"status\":\"offline\",\"status_text\":null,\"last_seen\":null}");
      try (var _ = server.signedIn("bob")) {
        assertThat(status(ann, 1)).isEqualTo("online");
      }
      assertThat(status(ann, 2)).isEqualTo("offline");
      assertThat(ann.all("presence:update").get(1).first().get("last_seen").isString()).isTrue();
    }
  }

  @Test
  void a_choice_is_told_to_subscribers_and_to_all_devices_of_the_user_and_outlives_a_restart() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var phone = server.signedIn("bob");
        var laptop = server.signedIn("bob")) {
      talk(ann);
      ann.ask("presence:subscribe", users("bob"));
      var ack =
          phone.ask(
              "presence:set-status",
              "{\"status\":\"busy\",\"text\":\"at lunch\",\"expires_in\":3600}");
      assertThat(ack.get("chosen").stringValue()).isEqualTo("busy");
      assertThat(ack.get("expires_at").isString()).isTrue();
      assertThat(laptop.nth(1, "presence:update").first().get("status").stringValue())
          .isEqualTo("busy");
      awaitStatus(ann, "busy");
    }
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var _ = server.signedIn("bob")) {
      ann.ask("presence:subscribe", users("bob"));
      assertThat(awaitStatus(ann, "busy").get("status_text").stringValue()).isEqualTo("at lunch");
    }
  }

  @Test
  @Tag("P6")
  void who_is_invisible_looks_offline_to_others_and_knows_it_themselves() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      talk(ann);
      ann.ask("presence:subscribe", users("bob"));
      awaitStatus(ann, "online");
      bob.ask("presence:set-status", "{\"status\":\"invisible\"}");
      awaitStatus(ann, "offline");
      assertThat(only(ann.ask("presence:get-batch", users("bob"))).get("status").stringValue())
          .isEqualTo("offline");
      assertThat(only(bob.ask("presence:get-batch", users("bob"))).get("status").stringValue())
          .isEqualTo("invisible");
    }
  }

  @Test
  @Tag("P2")
  void a_device_that_nobody_uses_is_away() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var bob = server.signedIn("bob")) {
      talk(ann);
      ann.ask("presence:subscribe", users("bob"));
      awaitStatus(ann, "online");
      bob.ask("presence:activity", "{\"active\":false}");
      awaitStatus(ann, "away");
      bob.ask("conversation:list", "{}");
      awaitStatus(ann, "online");
    }
  }

  @Test
  void users_without_a_common_conversation_or_of_another_tenant_look_as_if_they_were_never_here() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann");
        var _ = server.signedIn("eve");
        var _ = server.signedIn("other/bob")) {
      talk(ann);
      var answer = ann.ask("presence:subscribe", users("eve", "bob"));
      for (var user : answer.get("users")) {
        assertThat(user.get("status").stringValue()).isEqualTo("offline");
      }
      assertThat(server.presence.subscriptions.count()).isEqualTo(1);
      ann.ask("presence:set-status", "{\"status\":\"busy\"}");
      ann.nth(1, "presence:update");
      assertThat(ann.all("presence:update")).hasSize(1);
    }
  }

  @Test
  void subscriptions_end_by_asking_and_with_the_connection() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      talk(ann);
      ann.ask("presence:subscribe", users("bob"));
      assertThat(ann.ask("presence:unsubscribe", users("bob")).get("subscribed").intValue())
          .isZero();
      assertThat(server.presence.subscriptions.count()).isZero();
      ann.ask("presence:subscribe", users("bob"));
      ann.drop();
      Waiting.until("no subscriptions", () -> server.presence.subscriptions.count() == 0);
    }
  }

  @Test
  void who_does_not_let_others_know_when_they_were_last_here_is_offline_without_a_time() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      talk(ann);
      try (var bob = server.signedIn("bob")) {
        bob.ask("privacy:set", "{\"last_seen\":false}");
        ann.ask("presence:subscribe", users("bob"));
        awaitStatus(ann, "online");
      }
      assertThat(awaitStatus(ann, "offline").get("last_seen").isNull()).isTrue();
      assertThat(only(ann.ask("presence:get-batch", users("bob"))).get("last_seen").isNull())
          .isTrue();
    }
  }

  @Test
  void what_cannot_be_is_refused_by_name() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      assertThat(refusal(ann, "{\"status\":\"offline\"}"))
          .isEqualTo("status must be online, away, busy or invisible");
      assertThat(refusal(ann, "{\"status\":\"busy\",\"expires_at\":\"2001-01-01T00:00:00Z\"}"))
          .isEqualTo("expires_at must be in the time to come");
      assertThat(refusal(ann, "{\"status\":\"busy\",\"expires_at\":\"tomorrow\"}"))
          .startsWith("expires_at must be a time such as");
      assertThat(refusal(ann, "{\"status\":\"busy\",\"expires_in\":1,\"expires_at\":\"x\"}"))
          .isEqualTo("give expires_in or expires_at, not both");
      assertThat(refusal(ann, "{\"status\":\"busy\",\"text\":\"a\\nb\"}"))
          .startsWith("text must be one visible line");
    }
  }

  @Test
  void who_chooses_too_often_is_told_how_long_to_wait() {
    try (var server = new LiveServer(folder);
        var ann = server.signedIn("ann")) {
      for (var i = 0; i < LimitName.PRESENCE_SET.usual().burst(); i++) {
        ann.ask("presence:set-status", "{\"status\":\"busy\"}");
      }
      var refusal = ann.ask("presence:set-status", "{\"status\":\"busy\"}");
      assertThat(refusal.get("code").stringValue()).isEqualTo("rate_limited");
      assertThat(refusal.get("retry_after_ms").intValue()).isBetween(1, 6_000);
    }
  }

  /// Ann and bob share a conversation.
  private static void talk(WireClient ann) {
    ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}");
  }

  private static String users(String... users) {
    return "{\"user_ids\":[\"" + String.join("\",\"", users) + "\"]}";
  }

  private static JsonNode only(JsonNode answer) {
    assertThat(answer.get("users")).hasSize(1);
    return answer.get("users").get(0);
  }

  private static String status(WireClient client, int n) {
    return client.nth(n, "presence:update").first().get("status").stringValue();
  }

  /// The next update of that status. What was answered may have been it already.
  private static JsonNode awaitStatus(WireClient client, String status) {
    while (true) {
      var answer = only(client.ask("presence:get-batch", users("bob")));
      if (answer.get("status").stringValue().equals(status)) {
        return answer;
      }
      client.until("presence:update");
    }
  }

  private static String refusal(WireClient client, String choice) {
    return client.ask("presence:set-status", choice).get("message").stringValue();
  }
}
