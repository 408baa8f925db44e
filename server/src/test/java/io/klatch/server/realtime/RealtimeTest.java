package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RealtimeTest {
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
        ann.ask("conversation:create", "{\"type\":\"direct\",\"member_ids\":[\"bob\"]}")
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
  class A_client {
    @Tag("T11")
    @Test
    void without_a_good_token_is_refused_with_a_code() {
      try (var nobody = server.client("");
          var late = server.client("expired")) {
        assertThat(code(nobody.connect().first().get("data"))).isEqualTo("unauthorized");
        assertThat(code(late.connect().first().get("data"))).isEqualTo("token_expired");
      }
    }

    @Test
    void is_told_first_of_all_how_its_session_stands() {
      try (var client = server.client("ann")) {
        var ready = client.signIn();
        assertThat(ready.get("recovered").booleanValue()).isFalse();
        assertThat(ready.get("resync").booleanValue()).isFalse();
        assertThat(ready.get("user_id").stringValue()).isEqualTo("ann");
        assertThat(client.log)
            .extracting(WireClient.Received::name)
            .containsExactly("connect", "session:ready");
      }
    }

    @Tag("T12")
    @Test
    void is_served_alike_in_every_namespace() {
      for (var name : Realtime.NAMESPACES.subList(1, Realtime.NAMESPACES.size())) {
        try (var client = new WireClient(server.port(), "bob", name)) {
          client.signIn();
          ann.ask("message:send", message("to " + name));
          assertThat(client.until("message:new").first().get("text").stringValue())
              .isEqualTo("to " + name);
          assertThat(client.ask("sync:get", "{}").get("ok").booleanValue()).isTrue();
        }
      }
    }

    @Test
    void that_goes_away_in_the_middle_of_its_request_harms_nobody() {
      for (var i = 0; i < 20; i++) {
        var hasty = server.signedIn("ann");
        hasty.emit("message:send", message("hasty " + i));
        hasty.close();
      }
      ann.ask("message:send", message("end"));
      String last;
      do {
        last = bob.until("message:new").first().get("text").stringValue();
      } while (!last.equals("end"));
      assertThat(bob.all("message:new"))
          .extracting(it -> it.first().get("seq").intValue())
          .isEqualTo(IntStream.rangeClosed(1, bob.all("message:new").size()).boxed().toList());
    }
  }

  @Nested
  class A_message {
    @Test
    void is_acknowledged_and_reaches_every_socket_of_every_member_with_its_offset() {
      try (var phone = server.signedIn("ann")) {
        var ack = ann.ask("message:send", message("hello"));
        assertThat(ack.get("ok").booleanValue()).isTrue();
        assertThat(ack.get("seq").intValue()).isEqualTo(1);
        for (var client : List.of(phone, bob, ann)) {
          var received = client.nth(1, "message:new");
          assertThat(received.first().get("text").stringValue()).isEqualTo("hello");
          assertThat(received.first().get("message_id")).isEqualTo(ack.get("message_id"));
          assertThat(received.args().get(1).stringValue())
              .isEqualTo(server.store.log().epoch() + "-2");
        }
      }
    }

    @Test
    void reaches_nobody_else() {
      try (var eve = server.signedIn("eve");
          var annElsewhere = server.signedIn("other/ann")) {
        ann.ask("message:send", message("secret"));
        bob.until("message:new");
        for (var stranger : List.of(eve, annElsewhere)) {
          assertThat(code(stranger.ask("message:send", message("let me in"))))
              .isEqualTo("not_found");
          assertThat(stranger.all("message:new")).isEmpty();
          assertThat(stranger.all("conversation:new")).isEmpty();
        }
      }
    }
  }

  @Nested
  class A_refusal {
    @Test
    void is_the_acknowledgement_where_one_is_wanted() {
      assertThat(code(ann.ask("message:send", message(" ")))).isEqualTo("text_empty");
      assertThat(code(ann.ask("message:send"))).isEqualTo("bad_request");
      assertThat(code(ann.ask("no:such"))).isEqualTo("unknown_event");
      assertThat(ann.all("error")).isEmpty();
    }

    @Test
    void is_an_event_where_none_is() {
      ann.emit("message:send", message(" "));
      assertThat(code(ann.until("error").first())).isEqualTo("text_empty");
      ann.emit("joinRoom", "\"nowhere\"");
      assertThat(code(ann.until("room:error").first())).isEqualTo("not_found");
      ann.emit("no:such");
      assertThat(code(ann.until("error").first())).isEqualTo("unknown_event");
    }

    @Test
    void names_the_field_as_the_dialect_calls_it() {
      assertThat(text(ann.ask("send_message", "{\"text\":\"x\"}"))).contains("chatRoomId");
      assertThat(text(ann.ask("sendMessage", "{\"text\":\"x\"}"))).contains("conversationId");
      assertThat(text(ann.ask("join_room", "{}"))).contains("chatRoomId");
      assertThat(text(ann.ask("joinRoom", "5"))).contains("object");
      assertThat(text(ann.ask("get_history", history(101, 0)))).contains("limit");
      assertThat(text(ann.ask("get_history", history(1, 10_001)))).contains("skip");
    }
  }

  @Nested
  class A_dialect {
    @Test
    void is_that_of_the_last_join() {
      assertThat(bob.ask("join_room", "{\"chatRoomId\":\"" + room + "\"}").get("ok").booleanValue())
          .isTrue();
      ann.ask("message:send", message("one"));
      assertThat(bob.until("receive_message").first().get("chatRoomId").stringValue())
          .isEqualTo(room);
      bob.ask("joinRoom", "\"" + room + "\"");
      ann.ask("message:send", message("two"));
      assertThat(bob.until("newMessage").first().get("conversationId").stringValue())
          .isEqualTo(room);
      assertThat(bob.all("message:new")).isEmpty();
    }

    @Test
    void may_be_chosen_when_connecting() {
      try (var client = server.client("bob").with("profile", "linsta")) {
        client.signIn();
        ann.ask("message:send", message("one"));
        assertThat(client.until("receive_message").first().get("seq").intValue()).isEqualTo(1);
      }
    }

    @Test
    void sends_under_its_own_field_names() {
      ann.ask(
          "send_message",
          "{\"chatRoomId\":\"" + room + "\",\"text\":\"linsta\",\"clientMsgId\":\"m1\"}");
      ann.ask(
          "sendMessage",
          "{\"conversationId\":\"" + room + "\",\"text\":\"camel\",\"clientMessageId\":\"m2\"}");
      assertThat(bob.until("message:new").first().get("client_msg_id").stringValue())
          .isEqualTo("m1");
      assertThat(bob.until("message:new").first().get("client_msg_id").stringValue())
          .isEqualTo("m2");
    }

    @Test
    void of_linsta_pages_by_limit_and_skip() {
      for (var i = 1; i <= 5; i++) {
        ann.ask("message:send", message("t" + i));
      }
      ann.emit("get_history", history(2, 1));
      var page = ann.until("message_history").first();
      assertThat(page.get("messages").valueStream().map(it -> it.get("text").stringValue()))
          .containsExactly("t3", "t4");
      assertThat(page.get("hasMore").booleanValue()).isTrue();
      assertThat(ann.ask("get_history", history(2, 1)).get("has_more").booleanValue()).isTrue();
    }
  }

  private String message(String text) {
    return "{\"conversation_id\":\"%s\",\"text\":\"%s\"}".formatted(room, text);
  }

  private String history(int limit, int skip) {
    return "{\"chatRoomId\":\"%s\",\"limit\":%d,\"skip\":%d}".formatted(room, limit, skip);
  }

  private static String code(JsonNode answer) {
    return answer.get("code").stringValue();
  }

  private static String text(JsonNode answer) {
    assertThat(code(answer)).isEqualTo("bad_request");
    return answer.get("message").stringValue();
  }
}
