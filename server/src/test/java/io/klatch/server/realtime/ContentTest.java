package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a message may have beside its text, over the wire.
class ContentTest {
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
    room = open(ann, "group");
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Test
  void is_the_same_live_replayed_and_in_history() {
    send(ann, message("root"));
    bob.nth(1, "message:new");
    bob.drop();
    var full = message("all of it").put("reply_to", 1).put("thread", 1);
    full.putArray("mentions").add("bob").add("stranger").add("@all");
    full.putObject("body").put("kind", "poll").putArray("options").add(1).add("two");
    send(ann, full);
    assertThat(bob.signIn().get("recovered").booleanValue()).isTrue();
    var live = ann.nth(2, "message:new").first();
    assertThat(live.get("mentions").toString()).isEqualTo("[\"bob\",\"@all\"]");
    assertThat(live.get("body").toString())
        .isEqualTo("{\"kind\":\"poll\",\"options\":[1,\"two\"]}");
    assertThat(bob.nth(2, "message:new").first()).isEqualTo(live);
    assertThat(history(bob).get(1)).isEqualTo(live);
  }

  @Test
  void of_a_plain_message_is_nothing_at_all() {
    send(ann, message("plain"));
    assertThat(ann.nth(1, "message:new").first().propertyNames())
        .containsExactly(
            "message_id",
            "conversation_id",
            "seq",
            "sender_id",
            "text",
            "client_msg_id",
            "created_at");
  }

  @Test
  void may_stand_without_a_text_where_there_is_a_body() {
    var bare = conversation();
    bare.putObject("body").put("sticker", 7);
    send(ann, bare);
    assertThat(ann.nth(1, "message:new").first().get("text").stringValue()).isEmpty();
    var large = message("x");
    large.putObject("body").put("x", "y".repeat(16_384));
    refused(ask(ann, "send", large), "bad_request");
  }

  @Nested
  class A_thread {
    @Test
    void is_paged_by_itself_and_counted_at_its_first_message() {
      send(ann, message("root"));
      send(bob, message("reply 1").put("thread", 1));
      send(ann, message("elsewhere"));
      send(bob, message("reply 2").put("thread", 1));
      var thread = ok(ask(ann, "thread", conversation().put("seq", 1).put("limit", 1)));
      assertThat(thread.get("root").get("replies").intValue()).isEqualTo(2);
      assertThat(texts(thread.get("messages"))).containsExactly("reply 2");
      assertThat(thread.get("has_more").booleanValue()).isTrue();
      var all = ok(ask(ann, "thread", conversation().put("seq", 1).put("after_seq", 0)));
      assertThat(texts(all.get("messages"))).containsExactly("reply 1", "reply 2");
      assertThat(history(ann).getFirst().get("replies").intValue()).isEqualTo(2);
    }

    @Test
    void begins_with_a_message_that_is_there_and_in_no_thread() {
      send(ann, message("root"));
      send(ann, message("reply").put("thread", 1));
      refused(ask(ann, "send", message("x").put("thread", 2)), "not_found");
      refused(ask(ann, "send", message("x").put("thread", 9)), "not_found");
      refused(ask(ann, "send", message("x").put("reply_to", 3)), "not_found");
      refused(ask(ann, "thread", conversation().put("seq", 9)), "not_found");
      assertThat(history(ann)).hasSize(2);
    }
  }

  @Test
  void mentions_everybody_of_a_group_for_its_maker_and_of_two_for_both() {
    var all = message("all");
    all.putArray("mentions").add("@all");
    refused(ask(bob, "send", all), "forbidden");
    send(ann, all);
    room = open(bob, "direct");
    var here = message("here");
    here.putArray("mentions").add("@here");
    send(ann, here);
  }

  @Test
  void goes_along_when_a_message_is_forwarded_by_one_who_is_in_both_conversations() {
    var told = message("told");
    told.putObject("body").put("n", 1);
    send(ann, told);
    var from = room;
    room = open(ann, "direct");
    var forward = conversation(from).put("seq", 1).put("to_conversation_id", room);
    var first = ok(ask(bob, "forward", forward.put("client_msg_id", "f1")));
    var again = ok(ask(bob, "forward", forward));
    assertThat(again.get("message_id")).isEqualTo(first.get("message_id"));
    var copy = history(ann).getFirst();
    assertThat(copy.get("text").stringValue()).isEqualTo("told");
    assertThat(copy.get("sender_id").stringValue()).isEqualTo("bob");
    assertThat(copy.get("forwarded_from").stringValue()).isEqualTo(from + ".1");
    assertThat(copy.get("body").get("n").intValue()).isEqualTo(1);
    try (var eve = server.signedIn("eve")) {
      var own = open(eve, "group");
      refused(
          ask(eve, "forward", conversation(from).put("seq", 1).put("to_conversation_id", own)),
          "not_found");
      refused(
          ask(bob, "forward", conversation(from).put("seq", 9).put("to_conversation_id", room)),
          "not_found");
      var gone = "{\"conversation_id\":\"%s\",\"seq\":1}".formatted(from);
      assertThat(eve.ask("message:thread", gone).get("code").stringValue()).isEqualTo("not_found");
    }
  }

  private static String open(WireClient client, String type) {
    var other = type.equals("direct") ? "ann\",\"bob" : "bob";
    return client
        .ask(
            "conversation:create",
            "{\"type\":\"%s\",\"member_ids\":[\"%s\"]}".formatted(type, other))
        .get("conversation_id")
        .stringValue();
  }

  private List<JsonNode> history(WireClient client) {
    return ok(ask(client, "history", conversation())).get("messages").valueStream().toList();
  }

  private ObjectNode message(String text) {
    return conversation().put("text", text);
  }

  private ObjectNode conversation() {
    return conversation(room);
  }

  private static ObjectNode conversation(String id) {
    return JsonNodeFactory.instance.objectNode().put("conversation_id", id);
  }

  private static List<String> texts(JsonNode messages) {
    return messages.valueStream().map(it -> it.get("text").stringValue()).toList();
  }

  private static void send(WireClient client, ObjectNode message) {
    ok(ask(client, "send", message));
  }

  private static JsonNode ask(WireClient client, String what, ObjectNode payload) {
    return client.ask("message:" + what, payload.toString());
  }

  private static JsonNode ok(JsonNode answer) {
    assertThat(answer.get("ok").booleanValue()).as(answer.toString()).isTrue();
    return answer;
  }

  private static void refused(JsonNode answer, String code) {
    assertThat(answer.path("code").asString()).as(answer.toString()).isEqualTo(code);
  }
}
