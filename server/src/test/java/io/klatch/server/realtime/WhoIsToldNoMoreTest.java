package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.server.delivery.ReceiptNews;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not told, over the wire: presence to who is no contact any more, receipts to so many.
class WhoIsToldNoMoreTest {
  private static final String BOB = "{\"user_ids\":[\"bob\"]}";

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

  @Test
  @Tag("A12")
  void presence_ends_with_the_last_conversation_that_two_users_share() {
    var one = open("one", 2);
    var other = open("other", 2);
    Waiting.until("bob is seen", () -> status().equals("online"));
    ann.ask("presence:subscribe", BOB);
    bob.ask("conversation:leave", id(one));
    bob.ask("presence:set-status", "{\"status\":\"busy\"}");
    untilTold("busy");
    bob.ask("conversation:leave", id(other));
    untilTold("offline");
    assertThat(server.presence.subscriptions.count()).isZero();
    bob.ask("presence:set-status", "{\"status\":\"away\"}");
    bob.until("presence:update");
    assertThat(status()).isEqualTo("offline");
    assertThat(ann.all("presence:update"))
        .noneMatch(it -> it.first().get("status").stringValue().equals("away"));
  }

  @Test
  void
      receipts_in_a_conversation_of_more_than_a_thousand_are_told_to_nobody_and_can_be_asked_for() {
    var huge = open("huge", ReceiptNews.MEMBERS_TOLD_MAX + 1);
    var large = open("large", 40);
    try (var laptop = server.signedIn("ann")) {
      laptop.ask("conversation:view", id(large));
      for (var room : List.of(huge, large)) {
        for (var n = 0; n < 2; n++) {
          ann.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"x\"}".formatted(room));
        }
      }
      ann.ask("conversation:view", id(huge));
      // Both are told by the same rounds; when the second of one is over, the first of the other
      // is.
      for (var n = 1; n <= 2; n++) {
        read(huge, n);
        read(large, n);
        laptop.nth(n, "receipt:batch");
      }
      var seen = ann.ask("receipt:get", "{\"conversation_id\":\"%s\",\"seq\":1}".formatted(huge));
      assertThat(seen.get("read_count").intValue()).isEqualTo(1);
      assertThat(ann.all("receipt:batch")).isEmpty();
      assertThat(ann.all("receipt:update")).isEmpty();
      assertThat(laptop.all("receipt:batch").toString()).doesNotContain(huge);
    }
  }

  private String open(String id, int size) {
    var users = new ArrayList<>(List.of(new UserId("ann"), new UserId("bob")));
    for (var n = 2; n < size; n++) {
      users.add(new UserId("u" + n));
    }
    var opened =
        server
            .store
            .conversations()
            .open(
                new NewConversation(
                    TenantId.DEFAULT,
                    new ConversationId(id),
                    ConversationType.GROUP,
                    null,
                    users,
                    users.getFirst(),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    assertThat(opened).isNotNull();
    return id;
  }

  private void read(String room, int upTo) {
    bob.ask("receipt:read", "{\"conversation_id\":\"%s\",\"up_to_seq\":%d}".formatted(room, upTo));
  }

  private String status() {
    return ann.ask("presence:get-batch", BOB).get("users").get(0).get("status").stringValue();
  }

  private void untilTold(String status) {
    while (!ann.until("presence:update").first().get("status").stringValue().equals(status)) {}
  }

  private static String id(String room) {
    return "{\"conversation_id\":\"" + room + "\"}";
  }
}
