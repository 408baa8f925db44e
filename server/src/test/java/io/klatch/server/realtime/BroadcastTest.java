package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Conversations in which few write and many read. Ann made it, Bob is in it.
class BroadcastTest {
  @TempDir private Path folder;
  private LiveServer server;
  private WireClient ann;
  private WireClient bob;
  private String channel;

  @BeforeEach
  void start() {
    server = new LiveServer(folder);
    ann = server.signedIn("ann");
    bob = server.signedIn("bob");
    channel = open("broadcast");
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Test
  void who_has_no_role_reads_and_reacts_and_does_not_write() {
    ok(ann, "message:send", "'text':'news'");
    assertThat(bob.nth(1, "message:new").first().get("text").stringValue()).isEqualTo("news");
    var refusal = ask(bob, "message:send", "'text':'me too'");
    assertThat(refusal.get("code").stringValue()).isEqualTo("forbidden");
    assertThat(refusal.get("message").stringValue()).contains("moderators write");
    assertThat(code(bob, "message:send", "'text':'reply','reply_to':1")).isEqualTo("forbidden");
    assertThat(code(bob, "message:send", "'text':'in thread','thread':1")).isEqualTo("forbidden");
    assertThat(code(bob, "message:pin", "'seq':1")).isEqualTo("forbidden");
    ok(bob, "message:react", "'seq':1,'emoji':'👍'");
    ok(bob, "receipt:read", "'up_to_seq':1");
    ann.nth(1, "receipt:update");
    assertThat(ok(ann, "message:history", "'limit':9").get("messages")).hasSize(1);
  }

  @Test
  void is_forwarded_from_by_everybody_and_to_by_who_writes() {
    var group = open("group");
    ok(ann, "message:send", "'text':'news'");
    ok(bob, "message:forward", "'seq':1,'to_conversation_id':'" + group + "'");
    var payload =
        "{\"conversation_id\":\"%s\",\"seq\":1,\"to_conversation_id\":\"%s\"}"
            .formatted(group, channel);
    assertThat(bob.ask("message:forward", payload).get("code").stringValue())
        .isEqualTo("forbidden");
    assertThat(ann.ask("message:forward", payload).get("seq").intValue()).isEqualTo(2);
  }

  @Test
  void is_written_in_by_who_is_given_a_role_until_it_is_taken_away() {
    ok(ann, "member:set-role", "'user_id':'bob','role':'moderator'");
    ok(bob, "message:send", "'text':'mine','client_msg_id':'m1'");
    ok(bob, "message:pin", "'seq':1");
    ok(ann, "member:set-role", "'user_id':'bob','role':'member'");
    assertThat(code(bob, "message:send", "'text':'more'")).isEqualTo("forbidden");
    assertThat(code(bob, "message:unpin", "'seq':1")).isEqualTo("forbidden");
    var again = ok(bob, "message:send", "'text':'mine','client_msg_id':'m1'");
    assertThat(again.get("deduplicated").booleanValue()).isTrue();
  }

  @Test
  void shows_its_type_and_takes_members_as_a_group_does() {
    assertThat(ok(bob, "conversation:get", "'x':1").get("type").stringValue())
        .isEqualTo("broadcast");
    var listed = ok(bob, "conversation:list", "'limit':9").get("conversations").get(0);
    assertThat(listed.get("type").stringValue()).isEqualTo("broadcast");
    ok(ann, "member:add", "'user_ids':['eve']");
    try (var eve = server.signedIn("eve")) {
      assertThat(code(eve, "message:send", "'text':'hi'")).isEqualTo("forbidden");
    }
    assertThat(code(bob, "member:add", "'user_ids':['zoe']")).isEqualTo("forbidden");
    assertThat(code(ann, "conversation:create", "'type':'tv','member_ids':['bob']"))
        .isEqualTo("bad_request");
  }

  private String open(String type) {
    var fields = "{\"type\":\"%s\",\"title\":\"News\",\"member_ids\":[\"bob\"]}".formatted(type);
    return ann.ask("conversation:create", fields).get("conversation_id").stringValue();
  }

  private JsonNode ask(WireClient client, String event, String fields) {
    var payload = "{'conversation_id':'%s',%s}".formatted(channel, fields);
    return client.ask(event, payload.replace('\'', '"'));
  }

  private JsonNode ok(WireClient client, String event, String fields) {
    var answer = ask(client, event, fields);
    assertThat(answer.get("ok").booleanValue()).as(answer.toString()).isTrue();
    return answer;
  }

  private String code(WireClient client, String event, String fields) {
    return ask(client, event, fields).path("code").asString();
  }
}
