package io.klatch.server.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `message:search` over the wire.
class SearchTest {
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
        ann.ask("conversation:create", "{\"type\":\"group\",\"member_ids\":[\"bob\"]}")
            .get("conversation_id")
            .stringValue();
  }

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    server.close();
  }

  @Test
  void finds_what_was_said_and_shows_where_in_plain_text() {
    say("<b>Hello</b> & good morning 👍");
    var found = search(bob, query("good hel 👍")).get("results").get(0);
    assertThat(found.get("message_id").stringValue()).isEqualTo(room + ".1");
    assertThat(found.get("conversation_id").stringValue()).isEqualTo(room);
    assertThat(found.get("seq").intValue()).isEqualTo(1);
    assertThat(found.get("sender_id").stringValue()).isEqualTo("ann");
    assertThat(found.get("created_at").stringValue()).endsWith("Z");
    var snippet = found.get("snippet").stringValue();
    assertThat(snippet).isEqualTo("<b>Hello</b> & good morning 👍");
    assertThat(found.get("highlights").valueStream())
        .extracting(it -> snippet.substring(it.get(0).intValue(), it.get(1).intValue()))
        .containsExactly("Hello", "good", "👍");
  }

  @Test
  void is_paged_from_the_newest_on() {
    for (var i = 1; i <= 5; i++) {
      say("hello " + i);
    }
    var page = search(bob, query("hello").put("limit", 2));
    var seen = new ArrayList<>(numbers(page));
    while (page.get("has_more").booleanValue()) {
      var cursor = page.get("cursor").stringValue();
      page = search(bob, query("hello").put("limit", 2).put("cursor", cursor));
      seen.addAll(numbers(page));
    }
    assertThat(page.get("cursor").isNull()).isTrue();
    assertThat(seen).containsExactly(5, 4, 3, 2, 1);
  }

  @Test
  void finds_nothing_of_what_one_is_not_in_now() {
    say("secret");
    try (var eve = server.signedIn("eve")) {
      assertThat(numbers(search(eve, query("secret")))).isEmpty();
      assertThat(code(eve, query("secret").put("conversation_id", room))).isEqualTo("not_found");
    }
    assertThat(numbers(search(bob, query("secret")))).containsExactly(1);
    ann.ask("member:remove", "{\"conversation_id\":\"%s\",\"user_id\":\"bob\"}".formatted(room));
    assertThat(numbers(search(bob, query("secret")))).isEmpty();
    assertThat(code(bob, query("secret").put("conversation_id", room))).isEqualTo("not_found");
  }

  @Test
  void names_the_field_that_is_not_what_it_must_be() {
    for (var bad :
        List.of(
            query(" "),
            query("x".repeat(257)),
            query("x").put("sender_id", ""),
            query("x").put("from", "yesterday"),
            query("x").put("to", "+1000000000-12-31T23:59:59Z"),
            query("x").put("limit", 51),
            query("x").put("cursor", "17"))) {
      assertThat(code(bob, bad)).as(bad.toString()).isEqualTo("bad_request");
    }
    assertThat(numbers(search(bob, query("!?")))).isEmpty();
  }

  @Test
  void leads_to_the_page_around_what_was_found() {
    for (var i = 1; i <= 9; i++) {
      say(i == 4 ? "needle" : "hay " + i);
    }
    var seq = numbers(search(bob, query("needle"))).getFirst();
    var around = JsonNodeFactory.instance.objectNode().put("conversation_id", room);
    around.put("around_seq", seq).put("limit", 3);
    var page = bob.ask("message:history", around);
    assertThat(page.get("messages").valueStream().map(it -> it.get("seq").intValue()))
        .containsExactly(3, 4, 5);
    assertThat(page.get("has_more_before").booleanValue()).isTrue();
    assertThat(page.get("has_more_after").booleanValue()).isTrue();
    assertThat(page.has("has_more")).isFalse();
    assertThat(bob.ask("message:history", around.put("after_seq", 1)).get("code").stringValue())
        .isEqualTo("bad_request");
  }

  private void say(String text) {
    var payload = JsonNodeFactory.instance.objectNode();
    ann.ask("message:send", payload.put("conversation_id", room).put("text", text));
  }

  private JsonNode search(WireClient client, ObjectNode query) {
    Waiting.until("the index has caught up", () -> server.search.behind() == 0);
    var answer = client.ask("message:search", query);
    assertThat(answer.get("ok").booleanValue()).as(answer.toString()).isTrue();
    return answer;
  }

  private String code(WireClient client, ObjectNode query) {
    Waiting.until("the index has caught up", () -> server.search.behind() == 0);
    return client.ask("message:search", query).path("code").asString();
  }

  private static ObjectNode query(String text) {
    return JsonNodeFactory.instance.objectNode().put("query", text);
  }

  private static List<Integer> numbers(JsonNode page) {
    return page.get("results").valueStream().map(it -> it.get("seq").intValue()).toList();
  }
}
