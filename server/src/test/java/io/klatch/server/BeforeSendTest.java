package io.klatch.server;

import static io.klatch.server.BackEndServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.klatch.server.HookServer.Answer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A tenant's back end that is asked before a message is stored, over the wire.
class BeforeSendTest {
  @TempDir private Path folder;
  private HookServer hook;
  private BackEndServer server;
  private String room;

  /// Also those that were refused or never answered.
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    hook = new HookServer();
    server = new BackEndServer(folder, Map.of("webhooks.private-addresses", "allowed"));
    room = server.group("ann", "bob");
  }

  @AfterEach
  void stop() {
    server.close();
    hook.close();
  }

  @Test
  void is_shown_the_message_and_lets_it_through() throws Exception {
    answering("{}", new Answer(200, "{\"action\":\"allow\"}"));
    var body = "{\"text\":\"hello\",\"body\":{\"a\":1},\"mentions\":[\"bob\"]}";
    assertThat(server.as("ann", "POST", messages(), body).statusCode()).isEqualTo(201);
    var question = hook.told.getFirst();
    assertThat(question.type()).isEqualTo("message.before_send");
    assertThat(question.signature()).startsWith("t=");
    assertThat(question.data().get("conversation_id").stringValue()).isEqualTo(room);
    assertThat(question.data().get("sender_id").stringValue()).isEqualTo("ann");
    assertThat(question.data().get("body").toString()).isEqualTo("{\"a\":1}");
    assertThat(question.data().has("seq")).isFalse();
    assertThat(history().getFirst().get("text").stringValue()).isEqualTo("hello");
  }

  @Test
  void refuses_with_its_own_words_and_nothing_is_stored() throws Exception {
    answering(
        "{}",
        new Answer(
            200, "{\"action\":\"reject\",\"code\":\"spam\",\"message\":\"no links, please\"}"));
    var refused = server.say("ann", room, "buy");
    assertThat(refused.statusCode()).isEqualTo(403);
    var json = BackEndServer.JSON.readTree(refused.body());
    assertThat(json.get("code").stringValue()).isEqualTo("rejected_by_hook");
    assertThat(json.get("reason").stringValue()).isEqualTo("spam");
    assertThat(json.get("message").stringValue()).isEqualTo("no links, please");
    assertThat(history()).isEmpty();
  }

  @Test
  void changes_text_and_body_and_what_does_not_fit_is_refused() throws Exception {
    answering(
        "{}", new Answer(200, "{\"action\":\"change\",\"text\":\"****\",\"body\":{\"seen\":1}}"));
    json(server.say("ann", room, "damn"));
    assertThat(history().getFirst().get("text").stringValue()).isEqualTo("****");
    assertThat(history().getFirst().get("body").toString()).isEqualTo("{\"seen\":1}");
    hook.answers = _ -> new Answer(200, "{\"action\":\"change\",\"text\":\" \"}");
    assertThat(server.say("ann", room, "x").body()).contains("text_empty");
  }

  @Test
  void is_not_asked_about_strangers_repeats_and_what_nobody_says() throws Exception {
    answering("{}", HookServer.TAKEN);
    assertThat(server.say("eve", room, "x").statusCode()).isEqualTo(404);
    json(server.call("POST", "/v1/conversations/" + room + "/system-messages", "{\"text\":\"s\"}"));
    assertThat(asked).hasValue(0);
    var body = "{\"text\":\"once\",\"client_msg_id\":\"m1\"}";
    json(server.as("ann", "POST", messages(), body));
    hook.answers = _ -> new Answer(200, "{\"action\":\"reject\"}");
    var again = json(server.as("ann", "POST", messages(), body));
    assertThat(again.get("deduplicated").booleanValue()).isTrue();
    assertThat(hook.told).hasSize(1);
  }

  @Test
  void that_does_not_answer_in_time_lets_through_or_not_as_it_was_set_up() throws Exception {
    var hold = new CountDownLatch(1);
    var path = answering("{\"deadline_ms\":100}", HookServer.TAKEN);
    hook.answers =
        _ -> {
          awaitQuietly(hold);
          return HookServer.TAKEN;
        };
    assertThat(server.say("ann", room, "open").statusCode()).isEqualTo(201);
    json(server.call("PATCH", path, "{\"before_send\":{\"deadline_ms\":100,\"fail_open\":false}}"));
    var closed = server.say("ann", room, "closed");
    assertThat(closed.statusCode()).isEqualTo(503);
    assertThat(closed.body()).contains("unavailable");
    hold.countDown();
    assertThat(history()).hasSize(1);
  }

  @Test
  void that_is_down_is_left_alone_for_a_while() throws Exception {
    answering("{}", new Answer(500, ""));
    for (var i = 0; i < 8; i++) {
      json(server.say(i % 2 == 0 ? "ann" : "bob", room, "t" + i));
    }
    assertThat(asked).hasValue(5);
    assertThat(history()).hasSize(8);
  }

  @Test
  void keeps_the_order_of_a_sender_and_holds_up_nobody_else() throws Exception {
    var hold = new CountDownLatch(1);
    answering("{\"deadline_ms\":10000}", HookServer.TAKEN);
    hook.answers =
        it -> {
          asked.incrementAndGet();
          if (it.text().equals("first")) {
            awaitQuietly(hold);
          }
          return HookServer.TAKEN;
        };
    var first = CompletableFuture.supplyAsync(() -> say("ann", "first"));
    hook.await("the first is asked about", () -> asked.get() == 1);
    var second = CompletableFuture.supplyAsync(() -> say("ann", "second"));
    assertThat(say("bob", "third").statusCode()).isEqualTo(201);
    assertThat(second).isNotDone();
    hold.countDown();
    assertThat(first.get().statusCode()).isEqualTo(201);
    assertThat(second.get().statusCode()).isEqualTo(201);
    assertThat(history().stream().map(it -> it.get("text").stringValue()))
        .containsExactly("third", "first", "second");
  }

  @Test
  void is_asked_about_edits_too() throws Exception {
    json(server.say("ann", room, "nice"));
    answering("{}", new Answer(200, "{\"action\":\"change\",\"text\":\"****\"}"));
    json(server.as("ann", "PATCH", messages() + "/1", "{\"text\":\"damn\"}"));
    assertThat(hook.told.getFirst().type()).isEqualTo("message.before_edit");
    assertThat(hook.told.getFirst().data().get("seq").intValue()).isEqualTo(1);
    assertThat(hook.told.getFirst().text()).isEqualTo("damn");
    assertThat(history().getFirst().get("text").stringValue()).isEqualTo("****");
    hook.answers = _ -> new Answer(200, "{\"action\":\"reject\"}");
    var refused = server.as("ann", "PATCH", messages() + "/1", "{\"text\":\"worse\"}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(history().getFirst().get("text").stringValue()).isEqualTo("****");
  }

  @Test
  void is_one_of_its_tenant_and_no_other_tenant_pays_for_it() throws Exception {
    answering("{}", new Answer(200, "{\"action\":\"reject\"}"));
    var again =
        server.call(
            "POST",
            "/v1/admin/tenants/default/webhooks",
            "{\"url\":\"https://a.example/\",\"before_send\":{}}");
    assertThat(again.body()).contains("limit_reached");
    json(server.call("POST", "/v1/admin/tenants", "{\"tenant_id\":\"acme\"}"));
    var room = server.groupIn("acme", "a", "b");
    var sent =
        server.call(
            "POST",
            "/v1/conversations/" + room + "/messages",
            "{\"text\":\"x\"}",
            "X-Klatch-User",
            "a",
            "X-Klatch-Tenant",
            "acme");
    assertThat(sent.statusCode()).isEqualTo(201);
    assertThat(asked).hasValue(0);
  }

  /// Sets it up; the webhook's path.
  private String answering(String beforeSend, Answer answer) throws Exception {
    hook.answers =
        _ -> {
          asked.incrementAndGet();
          return answer;
        };
    var body = "{\"url\":\"%s\",\"before_send\":%s}".formatted(hook.url("/ask"), beforeSend);
    var made = json(server.call("POST", "/v1/admin/tenants/default/webhooks", body));
    return "/v1/admin/tenants/default/webhooks/" + made.get("webhook_id").stringValue();
  }

  private String messages() {
    return "/v1/conversations/" + room + "/messages";
  }

  private List<JsonNode> history() throws Exception {
    return json(server.as("bob", "GET", messages(), null)).get("messages").valueStream().toList();
  }

  private HttpResponse<String> say(String user, String text) {
    try {
      return server.say(user, room, text);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
