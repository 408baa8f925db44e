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

class UnreadTest {
  @TempDir private Path folder;
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private String room;
  private String other;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    room = group();
    other = group();
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Nested
  class Unread {
    @Test
    @Tag("C3")
    void is_what_others_sent_after_what_was_read_in_each_conversation_and_in_total() {
      send(ann, room, 3);
      send(ann, other, 2);
      read(bob, room, 1);
      assertThat(total(bob)).isEqualTo(4);
      assertThat(unread(bob, room)).isEqualTo(2);
      assertThat(unread(bob, other)).isEqualTo(2);
      assertThat(total(ann)).isZero();
    }

    @Test
    @Tag("C3")
    void is_nothing_to_who_sent_the_last_message() {
      send(ann, room, 3);
      send(bob, room, 1);
      assertThat(total(bob)).isZero();
      assertThat(total(ann)).isEqualTo(1);
    }

    @Test
    void of_a_muted_or_archived_conversation_is_shown_there_and_not_in_the_total() {
      send(ann, room, 3);
      send(ann, other, 2);
      bob.ask("conversation:mute", "{\"conversation_id\":\"%s\"}".formatted(room));
      assertThat(total(bob)).isEqualTo(2);
      bob.ask("conversation:archive", "{\"conversation_id\":\"%s\"}".formatted(other));
      assertThat(total(bob)).isZero();
      assertThat(unread(bob, room)).isEqualTo(3);
      bob.ask("conversation:mute", "{\"conversation_id\":\"%s\",\"muted\":false}".formatted(room));
      assertThat(total(bob)).isEqualTo(3);
      var shown = bob.ask("conversation:get", "{\"conversation_id\":\"%s\"}".formatted(room));
      assertThat(shown.get("me").get("unread").intValue()).isEqualTo(3);
    }

    @Test
    void is_less_when_it_was_read_in_private() {
      bob.ask("privacy:set", "{\"read_receipts\":false}");
      send(ann, room, 3);
      read(bob, room, 2);
      assertThat(total(bob)).isEqualTo(1);
    }

    @Test
    void is_without_what_was_deleted_for_all_or_hidden_by_the_user() {
      send(ann, room, 4);
      ann.ask(
          "message:delete",
          "{\"conversation_id\":\"%s\",\"seq\":2,\"for\":\"all\"}".formatted(room));
      bob.ask(
          "message:delete",
          "{\"conversation_id\":\"%s\",\"seq\":2,\"for\":\"me\"}".formatted(room));
      bob.ask(
          "message:delete",
          "{\"conversation_id\":\"%s\",\"seq\":3,\"for\":\"me\"}".formatted(room));
      assertThat(total(bob)).isEqualTo(2);
      last(bob, room, 2);
    }

    @Test
    void tells_what_of_it_mentions_the_user() {
      ann.ask(
          "message:send",
          "{\"conversation_id\":\"%s\",\"text\":\"@bob\",\"mentions\":[\"bob\"]}".formatted(room));
      send(ann, room, 1);
      var told = last(bob, room, 2);
      assertThat(told.get("mentions").intValue()).isEqualTo(1);
      read(bob, room, 1);
      assertThat(last(bob, room, 1).get("mentions").intValue()).isZero();
    }

    @Test
    void outlives_the_server() {
      send(ann, room, 3);
      read(bob, room, 1);
      send(bob, other, 1);
      stop();
      server = new LiveServer(folder);
      ann = server.signedIn("ann");
      bob = server.signedIn("bob");
      assertThat(total(bob)).isEqualTo(2);
      assertThat(total(ann)).isEqualTo(1);
    }
  }

  @Nested
  class All_devices_of_a_user {
    @Test
    @Tag("C3")
    void are_told_when_one_of_them_reads() {
      send(ann, room, 3);
      try (var phone = server.signedIn("bob")) {
        read(bob, room, 3);
        var told = last(phone, room, 0);
        assertThat(told.get("read_seq").intValue()).isEqualTo(3);
        assertThat(told.get("total_unread").intValue()).isZero();
        last(bob, room, 0);
      }
    }

    @Test
    void are_told_when_messages_come() {
      send(ann, other, 1);
      send(ann, room, 2);
      var told = last(bob, room, 2);
      assertThat(told.get("read_seq").intValue()).isZero();
      assertThat(told.get("total_unread").intValue()).isEqualTo(3);
    }

    @Test
    void are_told_that_a_conversation_was_marked_until_it_is_read() {
      send(ann, room, 1);
      read(bob, room, 1);
      try (var phone = server.signedIn("bob")) {
        bob.ask("conversation:mark-unread", "{\"conversation_id\":\"" + room + "\"}");
        assertThat(bob.ask("unread:get", "{}").get("conversations"))
            .hasToString(
                ("[{\"conversation_id\":\"%s\",\"read_seq\":1,\"delivered_seq\":1,\"unread\":0,"
                        + "\"mentions\":0,\"marked_unread\":true}]")
                    .formatted(room));
        while (!phone.until("unread:update").first().get("marked_unread").booleanValue()) {}
        read(bob, room, 1);
        while (phone.until("unread:update").first().get("marked_unread").booleanValue()) {}
        assertThat(bob.ask("unread:get", "{}").get("conversations").isEmpty()).isTrue();
      }
    }
  }

  @Test
  void a_conversation_that_is_not_ours_cannot_be_marked() {
    try (var stranger = server.signedIn("other/bob")) {
      var answer =
          stranger.ask("conversation:mark-unread", "{\"conversation_id\":\"" + room + "\"}");
      assertThat(answer.get("code").stringValue()).isEqualTo("not_found");
      assertThat(total(stranger)).isZero();
    }
  }

  private String group() {
    return ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
        .get("conversation_id")
        .stringValue();
  }

  private static void send(WireClient from, String to, int count) {
    for (var i = 0; i < count; i++) {
      from.ask("message:send", "{\"conversation_id\":\"%s\",\"text\":\"x\"}".formatted(to));
    }
  }

  private static void read(WireClient client, String conversation, int upTo) {
    client.ask(
        "receipt:read",
        "{\"conversation_id\":\"%s\",\"up_to_seq\":%d}".formatted(conversation, upTo));
  }

  private static int total(WireClient client) {
    return client.ask("unread:get", "{}").get("total_unread").intValue();
  }

  private static int unread(WireClient client, String conversation) {
    return client
        .ask("unread:get", "{}")
        .get("conversations")
        .valueStream()
        .filter(it -> it.get("conversation_id").stringValue().equals(conversation))
        .findFirst()
        .orElseThrow()
        .get("unread")
        .intValue();
  }

  /// The first news of the conversation that says so many are unread.
  private static JsonNode last(WireClient client, String conversation, int unread) {
    while (true) {
      var told = client.until("unread:update").first();
      if (told.get("conversation_id").stringValue().equals(conversation)
          && told.get("unread").intValue() == unread) {
        return told;
      }
    }
  }
}
