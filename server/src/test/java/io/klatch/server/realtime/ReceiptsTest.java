package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.domain.kernel.ConversationId;
import io.klatch.domain.kernel.Seq;
import io.klatch.domain.kernel.TenantId;
import io.klatch.domain.kernel.UserId;
import io.klatch.domain.kernel.UserKey;
import io.klatch.domain.receipt.Marks;
import io.klatch.domain.receipt.MemberKey;
import io.klatch.domain.receipt.Moved;
import io.klatch.domain.receipt.Standing;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReceiptsTest {
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
    room = group("[\"bob\",\"eve\"]");
    for (var i = 1; i <= 3; i++) {
      ann.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"x\"}".formatted(room));
    }
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Nested
  class A_receipt {
    @Test
    @Tag("C1")
    void moves_the_marks_of_its_member_and_is_told_to_everybody_in_the_conversation() {
      assertThat(read(bob, 2))
          .hasToString(
              "{\"ok\":true,\"conversation_id\":\"%s\",\"read_seq\":2,\"delivered_seq\":2}"
                  .formatted(room));
      for (var client : new WireClient[] {ann, bob}) {
        assertThat(client.nth(1, "receipt:update").first())
            .hasToString(
                ("{\"conversation_id\":\"%s\",\"user_id\":\"bob\",\"read_seq\":2,"
                        + "\"delivered_seq\":2}")
                    .formatted(room));
      }
    }

    @Test
    void of_who_came_later_begins_with_everything_before_read_and_delivered() {
      try (var carl = server.signedIn("carl")) {
        ann.ask(
            "member:add", "{\"conversation_id\":\"%s\",\"user_ids\":[\"carl\"]}".formatted(room));
        var me = carl.ask("conversation:get", "{\"conversation_id\":\"" + room + "\"}").get("me");
        assertThat(me.get("read_seq").intValue()).isEqualTo(3);
        assertThat(me.get("delivered_seq").intValue()).isEqualTo(3);
        assertThat(read(carl, 1).get("delivered_seq").intValue()).isEqualTo(3);
        assertThat(ann.all("receipt:update")).isEmpty();
      }
    }

    @Test
    void never_goes_backwards_and_says_nothing_when_it_is_behind() {
      read(bob, 2);
      assertThat(read(bob, 1).get("read_seq").intValue()).isEqualTo(2);
      read(bob, 3);
      ann.nth(2, "receipt:update");
      assertThat(ann.all("receipt:update"))
          .extracting(it -> it.first().get("read_seq").intValue())
          .containsExactly(2, 3);
    }

    @Test
    void is_not_taken_back_by_news_of_another_one_of_the_same_moment_that_come_late() {
      var member = MemberKey.of(user("bob"), new ConversationId(room));
      var read = new Moved(member, standing(Marks.NONE), standing(Marks.readUpTo(new Seq(3))));
      var delivered =
          new Moved(member, standing(Marks.NONE), standing(Marks.deliveredUpTo(new Seq(3))));
      server.receiptNews.moved(read);
      server.receiptNews.moved(delivered);
      ann.nth(2, "receipt:update");
      assertThat(ann.all("receipt:update"))
          .extracting(it -> it.first().get("read_seq").intValue())
          .containsExactly(3, 3);
    }

    private static Standing standing(Marks marks) {
      return new Standing(marks, false, new Seq(3));
    }

    private static UserKey user(String id) {
      return new UserKey(TenantId.DEFAULT, new UserId(id));
    }

    @Test
    void counts_up_to_the_last_message_at_most() {
      assertThat(read(bob, Long.MAX_VALUE).get("read_seq").intValue()).isEqualTo(3);
      ann.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"x\"}".formatted(room));
      assertThat(read(bob, 3).get("read_seq").intValue()).isEqualTo(3);
      assertThat(read(bob, 4).get("read_seq").intValue()).isEqualTo(4);
    }

    @Test
    @Tag("C2")
    void of_delivery_leaves_unread_what_was_delivered() {
      var answer =
          bob.ask(
              "receipt:delivered", "{\"conversation_id\":\"%s\",\"up_to_seq\":3}".formatted(room));
      assertThat(answer.get("delivered_seq").intValue()).isEqualTo(3);
      assertThat(answer.get("read_seq").intValue()).isZero();
      assertThat(ann.nth(1, "receipt:update").first().get("delivered_seq").intValue()).isEqualTo(3);
    }

    @Test
    @Tag("C1")
    void may_be_for_many_conversations_at_once_of_which_those_that_are_not_ours_are_named() {
      var other = group("[\"bob\"]");
      ann.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"x\"}".formatted(other));
      var batch =
          """
          {"receipts":[{"conversation_id":"%s","up_to_seq":1},
           {"conversation_id":"nowhere","up_to_seq":1},{"conversation_id":"%s","up_to_seq":2}]}
          """
              .formatted(other, room);
      var answer = bob.ask("receipt:read", batch);
      assertThat(answer.get("not_found")).hasToString("[1]");
      assertThat(answer.get("receipts").valueStream().map(it -> it.get("read_seq").intValue()))
          .containsExactly(1, 2);
      ann.nth(2, "receipt:update");
    }

    @Test
    void outlives_the_server_though_it_was_not_written_yet() {
      read(bob, 2);
      stop();
      server = new LiveServer(folder);
      ann = server.signedIn("ann");
      bob = server.signedIn("bob");
      assertThat(read(bob, 1).get("read_seq").intValue()).isEqualTo(2);
      assertThat(seen(3, "")).isEqualTo("0 of 0");
    }

    @Test
    void of_who_is_no_member_is_answered_as_if_there_were_no_such_conversation() {
      try (var stranger = server.signedIn("mallory");
          var namesake = server.signedIn("other/bob")) {
        assertThat(read(stranger, 1).get("code").stringValue()).isEqualTo("not_found");
        assertThat(read(namesake, 1).get("code").stringValue()).isEqualTo("not_found");
        assertThat(
                stranger
                    .ask("receipt:get", "{\"conversation_id\":\"%s\",\"seq\":1}".formatted(room))
                    .get("code")
                    .stringValue())
            .isEqualTo("not_found");
      }
    }
  }

  @Nested
  class A_message {
    @Test
    void is_seen_by_those_who_have_read_up_to_it_and_not_by_its_sender() {
      try (var eve = server.signedIn("eve")) {
        read(bob, 2);
        bob.ask(
            "receipt:delivered", "{\"conversation_id\":\"%s\",\"up_to_seq\":3}".formatted(room));
        read(eve, 3);
      }
      assertThat(seen(1, "")).isEqualTo("2 of 2: bob 2/3, eve 3/3");
      assertThat(seen(3, "")).isEqualTo("1 of 2: eve 3/3");
      assertThat(seen(3, ",\"state\":\"delivered\"")).isEqualTo("1 of 2: bob 2/3, eve 3/3");
      assertThat(seen(1, ",\"limit\":1")).isEqualTo("2 of 2: bob 2/3 …");
      assertThat(seen(1, ",\"limit\":1,\"cursor\":\"bob\"")).isEqualTo("2 of 2: eve 3/3");
    }

    @Test
    void has_been_read_by_who_answered_it() {
      bob.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"yes\"}".formatted(room));
      assertThat(seen(3, "")).isEqualTo("1 of 1: bob 4/4");
    }
  }

  @Nested
  class Privacy {
    @Test
    @Tag("C4")
    void keeps_to_oneself_what_one_has_read() {
      bob.ask("privacy:set", "{\"read_receipts\":false}");
      assertThat(read(bob, 2).get("read_seq").intValue()).isEqualTo(2);
      var told = ann.nth(1, "receipt:update").first();
      assertThat(told.get("read_seq").intValue()).isZero();
      assertThat(told.get("delivered_seq").intValue()).isEqualTo(2);
      assertThat(seen(1, "")).isEqualTo("0 of 1");
    }

    @Test
    @Tag("C4")
    void in_return_is_for_those_who_hide_theirs() {
      bob.ask("privacy:set", "{\"reciprocal\":true}");
      ann.ask("privacy:set", "{\"read_receipts\":false}");
      read(bob, 2);
      bob.nth(1, "receipt:update");
      assertThat(seen(1, "")).isEqualTo("0 of 1");
      ann.ask("privacy:set", "{\"read_receipts\":true}");
      assertThat(seen(1, "")).isEqualTo("1 of 1: bob 2/2");
      read(bob, 3);
      assertThat(ann.nth(1, "receipt:update").first().get("read_seq").intValue()).isEqualTo(3);
    }
  }

  @Nested
  class In_a_conversation_too_large_to_tell_everybody {
    @Test
    void who_looks_at_it_is_told_once_for_all_that_moved() {
      room = group("[\"bob\",\"eve\"," + others(40) + "]");
      ann.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"x\"}".formatted(room));
      ann.ask("conversation:view", "{\"conversation_id\":\"%s\"}".formatted(room));
      try (var eve = server.signedIn("eve")) {
        read(bob, 1);
        read(eve, 1);
        var told = 0;
        for (var n = 1; told < 2; n++) {
          told += ann.nth(n, "receipt:batch").first().get("receipts").size();
        }
        assertThat(told).isEqualTo(2);
        eve.ask("privacy:get", "{}");
        assertThat(eve.all("receipt:batch")).isEmpty();
        assertThat(ann.all("receipt:update")).isEmpty();
      }
    }
  }

  private String group(String members) {
    return ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":" + members + "}")
        .get("conversation_id")
        .stringValue();
  }

  private static String others(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(","));
  }

  private JsonNode read(WireClient client, long upTo) {
    return client.ask(
        "receipt:read", "{\"conversation_id\":\"%s\",\"up_to_seq\":%d}".formatted(room, upTo));
  }

  /// `<read> of <delivered>: <user> <read>/<delivered>, …`, with an ellipsis when there are more.
  private String seen(long seq, String more) {
    var answer =
        ann.ask(
            "receipt:get", "{\"conversation_id\":\"%s\",\"seq\":%d%s}".formatted(room, seq, more));
    var members =
        answer
            .get("members")
            .valueStream()
            .map(it ->
                it.get("user_id").stringValue()
                    + " "
                    + it.get("read_seq")
                    + "/"
                    + it.get("delivered_seq"))
            .collect(Collectors.joining(", "));
    return answer.get("read_count")
        + " of "
        + answer.get("delivered_count")
        + (members.isEmpty() ? "" : ": " + members)
        + (answer.get("has_more").booleanValue() ? " …" : "");
  }
}
