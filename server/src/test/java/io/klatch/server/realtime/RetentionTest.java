package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.chat.ConversationType;
import io.klatch.domain.chat.NewConversation;
import io.klatch.domain.chat.SendMessage;
import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages that are removed for their age, as clients see it.
class RetentionTest {
  private static final String ROOM = "{\"conversation_id\":\"c1\"}";

  @TempDir private Path folder;
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    openTenDaysAgo();
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Test
  void who_is_connected_is_told_what_to_drop_and_what_is_unread_now() {
    send(ann, "new");
    bob.nth(1, "message:new");
    server.retentionDays.put(TenantId.DEFAULT, 7);
    server.retention.round();
    assertThat(bob.nth(1, "conversation:trimmed").first())
        .hasToString("{\"conversation_id\":\"c1\",\"first_seq\":3}");
    var history = bob.ask("message:history", ROOM);
    assertThat(history.get("messages")).hasSize(1);
    assertThat(history.get("has_more").booleanValue()).isFalse();
    assertThat(history.get("first_seq").intValue()).isEqualTo(3);
    while (bob.until("unread:update").first().get("unread").intValue() != 1) {}
    assertThat(bob.ask("unread:get", "{}").get("total_unread").intValue()).isEqualTo(1);
    assertThat(send(ann, "next")).isEqualTo(4);
  }

  @Test
  void an_admin_of_the_group_says_how_long_it_keeps_messages_and_others_do_not() {
    var days = "{\"conversation_id\":\"c1\",\"retention_days\":%s}";
    assertThat(bob.ask("conversation:update", days.formatted("3")).get("code").stringValue())
        .isEqualTo("forbidden");
    assertThat(ann.ask("conversation:update", days.formatted("0")).get("message").stringValue())
        .isEqualTo("retention_days must be a whole number from 1 to 36500");
    ann.ask("conversation:update", days.formatted("3"));
    var told = bob.nth(1, "conversation:updated").first();
    assertThat(told.get("retention_days").intValue()).isEqualTo(3);
    assertThat(told.get("title").stringValue()).isEqualTo("t");
    server.retention.round();
    assertThat(bob.ask("message:history", ROOM).get("messages")).isEmpty();
    assertThat(bob.ask("conversation:get", ROOM).get("retention_days").intValue()).isEqualTo(3);
    ann.ask("conversation:update", days.formatted("null"));
    assertThat(ann.ask("conversation:get", ROOM).get("retention_days").isNull()).isTrue();
  }

  @Test
  void who_was_away_resumes_over_what_was_removed() {
    bob.drop();
    send(ann, "new");
    server.retentionDays.put(TenantId.DEFAULT, 7);
    server.retention.round();
    assertThat(bob.signIn().get("recovered").booleanValue()).isTrue();
    assertThat(bob.texts("message:new")).containsExactly("new");
  }

  private void openTenDaysAgo() {
    var then = Instant.now().minus(Duration.ofDays(10)).truncatedTo(ChronoUnit.MILLIS);
    var id = new ConversationId("c1");
    var users = List.of(new UserId("ann"), new UserId("bob"));
    var opening =
        new NewConversation(
            TenantId.DEFAULT, id, ConversationType.GROUP, "t", users, users.getFirst(), then);
    assertThat(server.store.conversations().open(opening)).isNotNull();
    for (var n = 0; n < 2; n++) {
      var sender = new UserKey(TenantId.DEFAULT, users.getFirst());
      var _ = server.store.messages().append(new SendMessage(sender, id, "old", null), then);
    }
    bob.nth(2, "message:new");
    bob.log.clear();
  }

  private static int send(WireClient client, String text) {
    return client
        .ask("message:send", "{\"conversation_id\":\"c1\",\"text\":\"" + text + "\"}")
        .get("seq")
        .intValue();
  }
}
